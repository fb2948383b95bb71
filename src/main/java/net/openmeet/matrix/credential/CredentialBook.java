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
    private final AtomicLong version = new AtomicLong();

    /** The credential, if anything is known of it. */
    public Optional<CredentialRecord> of(CredentialKey key) {
        return Optional.ofNullable(records.get(key));
    }

    /** Another word on it; absent, nothing is known any more. */
    public void told(CredentialKey key, Optional<CredentialRecord> record) {
        record.ifPresentOrElse(known -> records.put(key, known), () -> records.remove(key));
        version.incrementAndGet();
    }

    /** Grows with each word: while it is the same nothing has changed. */
    public long version() {
        return version.get();
    }
}
