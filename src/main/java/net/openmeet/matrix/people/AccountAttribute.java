package net.openmeet.matrix.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.Target;

/** What an account that is ours should show. */
enum AccountAttribute {
    DISPLAY_NAME,
    AVATAR,
    DEACTIVATED;

    /** An attribute and the value it should have. */
    record Wanted(AccountAttribute attribute, String value) {
        static final Wanted DEACTIVATION = new Wanted(DEACTIVATED, "true");

        static Wanted of(MatrixCall.PutDisplayName put) {
            return new Wanted(DISPLAY_NAME, put.name());
        }

        static Wanted of(MatrixCall.PutAvatar put) {
            return new Wanted(AVATAR, put.url());
        }

        MatrixCall call(UserId user) {
            return switch (attribute) {
                case DISPLAY_NAME -> new MatrixCall.PutDisplayName(user, value);
                case AVATAR -> new MatrixCall.PutAvatar(user, value);
                case DEACTIVATED -> new MatrixCall.Deactivate(user);
            };
        }
    }

    /** The word in dead letters and stored values. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Target target() {
        return Target.account(word());
    }

    /** What {@code body} should show and, as far as we know, doesn't; what the homeserver refused is left out. */
    static Optional<Wanted> next(AccountBody body, Policy policy) {
        return wanted(body, policy).stream()
                .filter(wanted -> {
                    AccountBody.Attribute known = body.attribute(wanted.attribute());
                    Optional<String> value = Optional.of(wanted.value());
                    return !known.shown().equals(value) && !known.refused().equals(value);
                })
                .findFirst();
    }

    /** All that it should show. */
    static List<Wanted> wanted(AccountBody body, Policy policy) {
        List<Wanted> wanted = new ArrayList<>();
        if (body.isGone()) {
            wanted.add(new Wanted(DISPLAY_NAME, ""));
            wanted.add(new Wanted(AVATAR, ""));
            if (policy.deactivateDeleted()) {
                wanted.add(Wanted.DEACTIVATION);
            }
        } else {
            body.displayName().ifPresent(name -> wanted.add(new Wanted(DISPLAY_NAME, name)));
            body.avatar().ifPresent(url -> wanted.add(new Wanted(AVATAR, url)));
        }
        return wanted;
    }
}
