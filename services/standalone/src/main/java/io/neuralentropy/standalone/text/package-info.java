/** Numbers and times for people. */
package io.neuralentropy.standalone.text;
