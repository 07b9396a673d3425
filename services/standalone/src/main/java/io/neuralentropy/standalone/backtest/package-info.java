/** What other settings of the verdicts would have said of a run. Knows neither Kafka nor files. */
package io.neuralentropy.standalone.backtest;
