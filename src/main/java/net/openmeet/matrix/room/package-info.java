/** The domain: lanes and slots, the policy, and the pure planners that drive observed state to desired state. */
@NullMarked
package net.openmeet.matrix.room;

import org.jspecify.annotations.NullMarked;
