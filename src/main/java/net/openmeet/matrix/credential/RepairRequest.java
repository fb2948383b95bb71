package net.openmeet.matrix.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import net.openmeet.matrix.homeserver.Problem;

/** What is asked of a credential on {@code openmeet.matrix.credential-repair}, keyed by it. Asking twice costs nothing. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RepairRequest.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = RepairRequest.Retry.class, name = "retry"),
    @JsonSubTypes.Type(value = RepairRequest.Reset.class, name = "reset")
})
public sealed interface RepairRequest {

    /**
     * An operation was refused with the token of {@code generation}, or there was none to send. Counts for nothing once there is
     * another: so however many operations fail on one token, it is repaired once.
     *
     * @param traceparent of the call that was refused first; absent in what older versions wrote
     */
    record Refused(long generation, Problem problem, Optional<String> traceparent) implements RepairRequest {
        /** One that no trace led to. */
        public Refused(long generation, Problem problem) {
            this(generation, problem, Optional.empty());
        }
    }

    /** An operator wants it tried now, however it is. */
    record Retry(String by) implements RepairRequest {}

    /** An operator wants its tokens logged out and forgotten. The Matrix user id stays. */
    record Reset(String by, String reason) implements RepairRequest {}
}
