package net.openmeet.matrix.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.homeserver.Problem;

/**
 * An operation that the homeserver will not accept, or that we won't ask it for. It names what is desired and what was answered;
 * it carries no edit to apply, because replaying it only means to look at its slot again.
 *
 * @param v format version
 * @param lane such as {@code tenant/event/42}
 * @param slot such as {@code member:9}
 * @param attribute of a room or account, such as {@code alias}
 * @param call the kind of call that was refused, such as {@code CreateRoom}
 * @param desired the facts of the slot, as OpenMeet told them
 * @param origin where the newest of them came from
 * @param attempts how often it was tried
 * @param stackTrace where something of ours threw, without messages; absent for what the homeserver refused
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OperationLetter(
        int v,
        String lane,
        String slot,
        Optional<String> attribute,
        Optional<String> call,
        Problem problem,
        Optional<Object> desired,
        Optional<Origin> origin,
        int attempts,
        Optional<String> stackTrace) {}
