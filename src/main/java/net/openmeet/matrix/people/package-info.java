/** Joins a person's identity with their memberships, keyed by person. */
@NullMarked
package net.openmeet.matrix.people;

import org.jspecify.annotations.NullMarked;
