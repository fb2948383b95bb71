package net.openmeet.matrix.people;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.room.Identity;

/**
 * What the people stage knows of one person, as stored: facts with their origins, and the identity that was last told.
 *
 * @param v format version of the stored value
 * @param created where the newest {@code user.created} came from that no deletion followed
 * @param deleted where the newest {@code user.deleted} came from; kept after a revival, because membership facts from before it
 *     stay without effect
 * @param slug the last one that a membership fact named: for those whose own facts we never saw
 * @param derived the localpart we derived; never changed again, whatever happens to slug and policy
 * @param account whether they ever were a member of something, since they exist: only then is there an account to speak of
 * @param identity as last told
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Person(
        int v,
        LaneKey key,
        Optional<Profile> profile,
        Optional<Origin> created,
        Optional<Origin> deleted,
        Optional<Handle> handle,
        Optional<String> slug,
        Optional<String> derived,
        boolean account,
        Identity identity) {

    /** Name and picture, as last stated. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Profile(String slug, Optional<String> displayName, Optional<String> avatar, Origin origin) {}

    /** The handle that OpenMeet registered. */
    public record Handle(String localpart, Origin origin) {}

    /** Somebody of whom nothing was heard. */
    public static Person unheardOf(LaneKey key) {
        return new Person(
                1,
                key,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                new Identity(0, Optional.empty(), false, Identity.State.NO_HANDLE));
    }

    /** Whether they are deleted and weren't created again since. */
    @JsonIgnore
    boolean isGone() {
        return deleted.isPresent() && created.isEmpty();
    }

    Person withProfile(Optional<Profile> next) {
        return new Person(v, key, next, created, deleted, handle, slug, derived, account, identity);
    }

    Person withCreated(Optional<Origin> origin) {
        return new Person(v, key, profile, origin, deleted, handle, slug, derived, account, identity);
    }

    Person withDeleted(Origin origin) {
        return new Person(v, key, profile, created, Optional.of(origin), handle, slug, derived, account, identity);
    }

    Person withHandle(Handle next) {
        return new Person(v, key, profile, created, deleted, Optional.of(next), slug, derived, account, identity);
    }

    Person withSlug(Optional<String> next) {
        return new Person(v, key, profile, created, deleted, handle, next, derived, account, identity);
    }

    Person withDerived(String next) {
        return new Person(v, key, profile, created, deleted, handle, slug, Optional.of(next), account, identity);
    }

    Person withAccount(boolean next) {
        return new Person(v, key, profile, created, deleted, handle, slug, derived, next, identity);
    }

    Person withIdentity(Identity next) {
        return new Person(v, key, profile, created, deleted, handle, slug, derived, account, next);
    }
}
