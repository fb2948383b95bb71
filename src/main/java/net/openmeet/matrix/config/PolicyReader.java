package net.openmeet.matrix.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.openmeet.matrix.event.AttendeeRole;
import net.openmeet.matrix.event.AttendeeStatus;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.event.Worded;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Policy;

/** Reads {@code policy.*}. What isn't configured is as in {@link Policy#defaults}. */
final class PolicyReader {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}");
    private static final List<String> PLACEHOLDERS = List.of("{name}", "{slug}", "{kind}", "{tenantId}");
    private static final List<String> ROOM_VERSIONS = List.of("10", "11", "12");

    private final Section section;
    private final Policy defaults;

    PolicyReader(Section section, String tenant, UserId bot) {
        this.section = section;
        this.defaults = Policy.defaults(tenant, bot);
    }

    /**
     * The policy.
     *
     * @param callTimeout of the tenant's calls, which is how long an uncertain lane has patience
     * @param admin the administrator's localpart, which is never a person's
     */
    Policy read(Duration callTimeout, Optional<String> admin) {
        return new Policy(
                defaults.tenant(),
                defaults.bot(),
                templates(),
                levels("group", GroupRole.class, defaults.groupLevels()),
                levels("event", AttendeeRole.class, defaults.attendeeLevels()),
                words("in-room.group-roles", GroupRole.class, defaults.inRoomGroupRoles()),
                words("in-room.attendee-statuses", AttendeeStatus.class, defaults.inRoomStatuses()),
                get("room-version", defaults.roomVersion(), text -> Parse.oneOf(text, ROOM_VERSIONS)),
                get("identity", Parse.word(defaults.identities()), text -> Parse.choice(Policy.Identities.class, text)),
                get("accounts", Parse.word(defaults.accounts()), PolicyReader::accounts),
                get("deactivate-deleted", Boolean.toString(defaults.deactivateDeleted()), Parse::flag),
                Set.copyOf(list("adopt-legacy", Parse::userId)),
                Stream.concat(
                                list("reserved-localparts", Parse::localparts).stream(),
                                admin.map(Parse::localparts).stream())
                        .collect(Collectors.toUnmodifiableSet()),
                patience(callTimeout));
    }

    private static Policy.Accounts accounts(String text) {
        return switch (text) {
            case "auto" -> Policy.Accounts.AUTO;
            case "create" -> Policy.Accounts.CREATE;
            case "wait" -> Policy.Accounts.WAIT;
            default -> throw new IllegalArgumentException("expected auto, create or wait, but got " + text);
        };
    }

    private Policy.Templates templates() {
        Policy.Templates known = defaults.templates();
        return new Policy.Templates(
                get("templates.room-name", known.name(), PolicyReader::template),
                get("templates.room-topic", known.topic(), PolicyReader::template),
                get("templates.cancelled-topic", known.cancelledTopic(), PolicyReader::template),
                get("templates.alias", known.alias(), PolicyReader::alias));
    }

    private Policy.Patience patience(Duration callTimeout) {
        Policy.Patience known = defaults.patience();
        return new Policy.Patience(
                get("patience.settle-quiet", Durations.text(known.settleQuiet()), Parse::duration),
                get("patience.settle-most", Durations.text(known.settleMost()), Parse::duration),
                get("patience.second-look", Durations.text(known.secondLook()), Parse::positive),
                get("patience.recheck", Durations.text(known.recheck()), Parse::positive),
                callTimeout,
                known.heartbeat());
    }

    private <E extends Enum<E> & Worded> Map<E, Integer> levels(String kind, Class<E> type, Map<E, Integer> known) {
        Map<E, Integer> levels = new EnumMap<>(type);
        for (E role : type.getEnumConstants()) {
            String key = "levels." + kind + "." + role.word();
            int level = get(key, Integer.toString(known.getOrDefault(role, 0)), PolicyReader::level);
            if (level != 0) {
                levels.put(role, level);
            }
        }
        return Map.copyOf(levels);
    }

    private <E extends Enum<E> & Worded> Set<E> words(String key, Class<E> type, Set<E> known) {
        String fallback = Arrays.stream(type.getEnumConstants())
                .filter(known::contains)
                .map(Worded::word)
                .collect(Collectors.joining(","));
        return Set.copyOf(section.list(
                "policy." + key, Section.variableFor("policy." + key), fallback, text -> Parse.choice(type, text)));
    }

    private <T> List<T> list(String key, Function<String, T> parse) {
        return section.list("policy." + key, Section.variableFor("policy." + key), "", parse).stream()
                .distinct()
                .toList();
    }

    private <T> T get(String key, String fallback, Function<String, T> parse) {
        return section.read("policy." + key, Section.variableFor("policy." + key), fallback, parse);
    }

    private static int level(String text) {
        int level = Parse.number(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (level >= Policy.BOT_LEVEL) {
            throw new IllegalArgumentException("the bot has level " + Policy.BOT_LEVEL
                    + " and can neither demote nor remove who has as much; expected 0 to "
                    + (Policy.BOT_LEVEL - 1) + ", but got " + text);
        }
        return Parse.number(text, 0, Policy.BOT_LEVEL - 1);
    }

    private static String template(String text) {
        Matcher found = PLACEHOLDER.matcher(text);
        while (found.find()) {
            if (!PLACEHOLDERS.contains(found.group())) {
                throw new IllegalArgumentException("there is no " + found.group() + ", only "
                        + String.join(", ", PLACEHOLDERS) + Nearest.question(found.group(), PLACEHOLDERS));
            }
        }
        return text;
    }

    /** An alias says which room it is for as long as the room lives: not by its name, and never the same for two rooms. */
    private static String alias(String text) {
        template(text);
        if (text.contains("{name}")) {
            throw new IllegalArgumentException("an alias can't hold {name}, which may be any text; use {slug}");
        }
        if (!text.contains("{slug}") || !text.contains("{kind}")) {
            throw new IllegalArgumentException(
                    "expected {slug} and {kind} in it: a group and an event may have the same slug");
        }
        if (text.matches(".*[#:\\s].*")) {
            throw new IllegalArgumentException("expected the localpart alone, without # : and spaces");
        }
        return text;
    }
}
