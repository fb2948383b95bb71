package net.openmeet.matrix.credential;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What this instance knows of all credentials, from the topic that every instance reads. Written by the thread that reads it; read by
 * stream threads and, right before a request, by I/O threads.
 */
public final class CredentialBook {
    private final Map<CredentialKey, CredentialRecord> records = new ConcurrentHashMap<>();
    private final Map<CredentialKey, Long> refused = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();

    /** The credential, if anything is known of it. */
    public Optional<CredentialRecord> of(CredentialKey key) {
        return Optional.ofNullable(records.get(key));
    }

    /** Another word on it; absent, nothing is known any more. */
    public void told(CredentialKey key, Optional<CredentialRecord> record) {
        record.ifPresentOrElse(known -> records.put(key, known), () -> records.remove(key));
        refused.computeIfPresent(
                key,
                (ignored, generation) -> record.map(CredentialRecord::generation)
                                .filter(generation::equals)
                                .isPresent()
                        ? generation
                        : null);
        version.incrementAndGet();
    }

    /**
     * A call of this process was refused with the token of {@code generation}. Until all are told of another, a commit later at best, each
     * call with it would be refused as well.
     */
    public void refused(CredentialKey key, long generation) {
        refused.put(key, generation);
    }

    /** Whether a call of this process was, and nothing was told of another token since. */
    boolean isRefused(CredentialKey key, long generation) {
        return Optional.ofNullable(refused.get(key))
                .filter(its -> its == generation)
                .isPresent();
    }

    /** Grows with each word: while it is the same nothing has changed. */
    public long version() {
        return version.get();
    }
}
