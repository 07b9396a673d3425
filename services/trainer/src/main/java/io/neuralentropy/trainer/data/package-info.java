/** Data sets to train on: laws that are drawn from, and matrices that are read from files, with held-out parts. */
package io.neuralentropy.trainer.data;
