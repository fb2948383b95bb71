package net.openmeet.matrix.room;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.RoomStatus;
import net.openmeet.matrix.event.Visibility;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.RoomAlias;

/**
 * A room as it should be: policy applied to what OpenMeet says.
 *
 * @param wanted whether it is made where there is none
 * @param listed whether it is in the room directory
 * @param formerAliases of slugs it had before: kept beside the alias
 * @param membersOnly whether strangers are removed
 */
public record DesiredRoom(
        boolean wanted,
        String name,
        String topic,
        RoomAlias alias,
        List<RoomAlias> formerAliases,
        JoinRule joinRule,
        boolean listed,
        boolean membersOnly) {

    /** Members see what was said before they came. */
    static final String HISTORY = "shared";

    /** What it takes to invite: moderators may. */
    static final int INVITE_LEVEL = 50;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(name|slug|kind|tenantId)}");

    /** What {@code policy} makes of {@code fact}. */
    public static DesiredRoom of(LaneKey lane, Fact.RoomStated fact, Policy policy) {
        return of(lane, fact, List.of(), policy);
    }

    /** The alias of {@code slug}, of a room of which OpenMeet otherwise says {@code fact}. */
    static RoomAlias alias(LaneKey lane, Fact.RoomStated fact, String slug, Policy policy) {
        return new RoomAlias(fill(policy.templates().alias(), values(lane, fact, slug)), policy.server());
    }

    /** Whether {@code alias} has the form of those that rooms of this tenant are given. */
    static boolean mayBeAlias(RoomAlias alias, Policy policy) {
        StringBuilder form = new StringBuilder();
        String template = policy.templates().alias();
        Matcher hole = PLACEHOLDER.matcher(template);
        int end = 0;
        while (hole.find()) {
            form.append(Pattern.quote(template.substring(end, hole.start())));
            form.append(hole.group(1).equals("tenantId") ? Pattern.quote(policy.tenant()) : ".+");
            end = hole.end();
        }
        form.append(Pattern.quote(template.substring(end)));
        return alias.server().equals(policy.server()) && Pattern.matches(form.toString(), alias.localpart());
    }

    private static String topic(LaneKey lane, Fact.RoomStated fact, Policy.Templates templates) {
        if (lane.kind() == Kind.CANARY) {
            // Without the name, which changes each minute: one write is enough to see.
            return "Written by openmeet-matrix to see whether rooms follow";
        }
        return fact.status() == RoomStatus.CANCELLED ? templates.cancelledTopic() : templates.topic();
    }

    private static Map<String, String> values(LaneKey lane, Fact.RoomStated fact, String slug) {
        // An application service may only have aliases that its registration reserves: those of events and groups.
        Kind kind = lane.kind() == Kind.CANARY ? Kind.EVENT : lane.kind();
        return Map.of("name", fact.name(), "slug", slug, "kind", kind.word(), "tenantId", lane.tenant());
    }

    /** As {@link #of(LaneKey, Fact.RoomStated, Policy)}, with the slugs it had before. */
    static DesiredRoom of(LaneKey lane, Fact.RoomStated fact, List<String> formerSlugs, Policy policy) {
        boolean draft = fact.status().isDraft();
        Policy.Templates templates = policy.templates();
        Map<String, String> values = values(lane, fact, fact.slug());
        return new DesiredRoom(
                !draft,
                fill(templates.name(), values),
                fill(topic(lane, fact, templates), values),
                alias(lane, fact, fact.slug(), policy),
                formerSlugs.stream()
                        .map(slug -> alias(lane, fact, slug, policy))
                        .toList(),
                draft || fact.visibility() == Visibility.PRIVATE ? JoinRule.INVITE : JoinRule.PUBLIC,
                !draft && fact.visibility() == Visibility.PUBLIC,
                fact.visibility() == Visibility.PRIVATE);
    }

    /** In one pass, so that a name which looks like a placeholder stays as it is. */
    private static String fill(String template, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll((MatchResult hole) -> Matcher.quoteReplacement(values.getOrDefault(hole.group(1), "")));
    }
}
