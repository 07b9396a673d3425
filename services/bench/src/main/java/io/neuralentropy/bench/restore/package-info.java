/** How long a monitor takes to come back, and how much the broker keeps for it. */
package io.neuralentropy.bench.restore;
