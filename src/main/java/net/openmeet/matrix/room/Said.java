package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.event.RoomStatus;

/**
 * What OpenMeet said of a room.
 *
 * @param fact the newest; absent before there is one, and once it is deleted
 * @param origin of the newest word, a deletion too
 * @param barrier where the last deletion comes from, or the revival after it: member facts that aren't after it are dropped
 * @param deleted final, until it is created again
 * @param listing the newest complete list of members, as far as it came
 * @param formerSlugs those it had before while it was published, oldest first: their aliases stay, whether or not a room was there to
 *     have them at the time, so that the end doesn't depend on how fast we were
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Said(
        Optional<Fact.RoomStated> fact,
        Optional<Origin> origin,
        Optional<Origin> barrier,
        boolean deleted,
        Optional<Listing> listing,
        List<String> formerSlugs) {

    /** An alias a rename; older ones are given up. */
    private static final int MOST_FORMER = 20;

    /**
     * A complete list of members, of which the parts may come in any order and more than once.
     *
     * @param id tells the parts of one list from those of another
     * @param origin of the first part: a fact that isn't after it is covered by the list
     * @param got the parts that came
     */
    record Listing(String id, Origin origin, int parts, SortedSet<Integer> got) {

        /** Whether every part came. */
        boolean isWhole() {
            return got.size() >= parts;
        }

        Listing plus(int part, Origin its) {
            SortedSet<Integer> next = new TreeSet<>(got);
            next.add(part);
            boolean earlier = its.topic().equals(origin.topic())
                    && its.partition() == origin.partition()
                    && its.offset() < origin.offset();
            return new Listing(id, earlier ? its : origin, parts, next);
        }

        static Listing of(Operation.MembersListed listed) {
            return new Listing(idOf(listed), listed.origin(), listed.parts(), new TreeSet<>(List.of(listed.part())));
        }

        /** Parts of one list share the {@code snapshot} extension; a list in one part may do without. */
        static String idOf(Operation.MembersListed listed) {
            Origin origin = listed.origin();
            return origin.snapshot().orElseGet(() -> origin.topic() + "/" + origin.partition() + "/" + origin.offset());
        }
    }

    static Said nothing() {
        return new Said(Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty(), List.of());
    }

    /** With a newer word: a revival, where it was deleted. */
    Said stated(Fact.RoomStated next, Origin its) {
        return new Said(
                Optional.of(next),
                Optional.of(its),
                deleted ? Optional.of(its) : barrier,
                false,
                listing,
                formerWith(next.slug()));
    }

    Said deleted(Origin its) {
        return new Said(Optional.empty(), Optional.of(its), Optional.of(its), true, Optional.empty(), List.of());
    }

    Said with(Listing next) {
        return new Said(fact, origin, barrier, deleted, Optional.of(next), formerSlugs);
    }

    /** Without a former slug that somebody else has by now. */
    Said withoutFormer(Predicate<String> slug) {
        List<String> kept = formerSlugs.stream().filter(slug.negate()).toList();
        return new Said(fact, origin, barrier, deleted, listing, kept);
    }

    private List<String> formerWith(String next) {
        Stream<String> last = fact
                .filter(was -> was.status() == RoomStatus.PUBLISHED || was.status() == RoomStatus.CANCELLED)
                .map(Fact.RoomStated::slug)
                .stream();
        List<String> former = Stream.concat(formerSlugs.stream(), last)
                .filter(slug -> !slug.equals(next))
                .distinct()
                .toList();
        return former.subList(Math.max(0, former.size() - MOST_FORMER), former.size());
    }

    /** Whether a member fact of this origin is void because the room was deleted after it, or still is. */
    boolean isVoid(Origin its) {
        return deleted || barrier.map(its::isNotAfter).orElse(false);
    }

    /**
     * The complete list that says more of a person than a fact of this origin, unless it names them. A list that was published after the
     * fact but taken before it doesn't, whichever of them gets here first.
     */
    Optional<Listing> covering(Origin its) {
        return listing.filter(Listing::isWhole)
                .filter(list -> its.isNotAfter(list.origin()) && !list.origin().isNotAfter(its));
    }
}
