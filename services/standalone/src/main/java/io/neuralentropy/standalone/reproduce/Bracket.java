package io.neuralentropy.standalone.reproduce;

/**
 * What is known of how much of the total entropy was learned where the data's law is not, at a step, as the monitor tells it. NaN is
 * unknown.
 *
 * @param totalLower lower bound of S_tot, nats: what is known of the data, or what the network itself proves by then
 * @param totalUpper upper bound of S_tot, nats: that of the training points taken as the whole law
 * @param gaussian S_Gauss, nats: what the data's mean and covariance account for
 * @param ratioLower lower end of S_lin / S_tot
 * @param ratioUpper upper end of S_lin / S_tot
 */
public record Bracket(double totalLower, double totalUpper, double gaussian, double ratioLower, double ratioUpper) {}
