package net.openmeet.matrix.simulator;

import java.util.Optional;

/**
 * Who a request acts as.
 *
 * @param device absent for application services and for tokens an admin minted
 * @param appservice present when the request came with an as_token
 */
record Actor(String userId, Optional<String> device, Optional<Appservice> appservice) {}
