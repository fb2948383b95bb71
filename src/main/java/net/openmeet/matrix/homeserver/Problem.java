package net.openmeet.matrix.homeserver;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * What went wrong, for people and for what OpenMeet reads back.
 *
 * @param reason ours: a short word in kebab case, such as {@code foreign-alias}
 * @param errcode the homeserver's, if it gave one
 * @param detail the homeserver's text, or what we saw; never a token
 * @param since when it was first seen
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Problem(String reason, Optional<String> errcode, String detail, Instant since) {}
