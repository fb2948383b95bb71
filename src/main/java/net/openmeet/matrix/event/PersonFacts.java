package net.openmeet.matrix.event;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Facts about a person's account. */
final class PersonFacts {

    /**
     * Matrix' localparts (specification, appendix "User identifiers"), upper case accepted and lowered. Checked before lowering:
     * the Kelvin sign would become a plain k.
     */
    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9._=/+-]{1," + Limits.HANDLE + "}");

    /** An {@code mxc://server/media} address; Synapse takes at most 1,000 characters. */
    private static final Pattern MXC = Pattern.compile("mxc://[A-Za-z0-9.:\\[\\]-]{1,255}/[A-Za-z0-9_-]{1,255}");

    private PersonFacts() {}

    static Fact stated(EventType type, LaneKey subject, Fields user) {
        return new Fact.PersonStated(
                subject,
                type.isCreation(),
                user.slug("slug"),
                user.optional("displayName", PersonFacts::displayName).flatMap(name -> name),
                user.unused(
                        "avatarUrl",
                        Notice.What.AVATAR_IGNORED,
                        fields -> fields.matching("avatarUrl", MXC, "an mxc:// address")));
    }

    static Fact handle(LaneKey subject, Fields data) {
        String handle = data.matching(
                "handle", HANDLE, "1 to " + Limits.HANDLE + " characters of a-z 0-9 . _ = / + - (a Matrix localpart)");
        return new Fact.HandleRegistered(
                subject,
                data.object("user").unused("slug", Notice.What.VALUE_IGNORED, fields -> fields.slug("slug")),
                handle.toLowerCase(Locale.ROOT));
    }

    /** OpenMeet builds it from two optional names, so it may be blank: then there is none. */
    private static Optional<String> displayName(Fields user) {
        return Text.isBlank(user.string("displayName"))
                ? Optional.empty()
                : Optional.of(user.line("displayName", Limits.DISPLAY_NAME));
    }
}
