package net.openmeet.matrix.epoch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * How a tenant and its homeserver stand, on {@code openmeet.matrix.homeservers}, keyed by tenant. Every instance reads it.
 *
 * @param v format version
 * @param epoch raised each time the homeserver turned out to be wiped or restored from an older backup
 * @param resync raised each time somebody asked for a resync of the whole tenant
 * @param since when one of them last rose
 * @param reason why, in a word
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record HomeserverRecord(int v, int epoch, int resync, Optional<Instant> since, Optional<String> reason) {

    /** What there is to tell of a homeserver. */
    public static HomeserverRecord of(Ledger ledger) {
        return new HomeserverRecord(
                Ledger.FORMAT,
                ledger.epoch(),
                ledger.resync(),
                ledger.since(),
                ledger.cause().map(Cause::word));
    }
}
