package net.openmeet.matrix.credential;

import java.time.Instant;
import net.openmeet.matrix.homeserver.MatrixCall;

/** What the repair of a credential does next. */
public sealed interface RepairPlan {

    /** Send one call, which was planned with {@code means}. */
    record Do(CredentialBody body, MatrixCall.OfCredential call, Means means) implements RepairPlan {}

    /** Nothing before {@code until}. */
    record Wait(CredentialBody body, Instant until) implements RepairPlan {}

    /** Nothing until it is refused again. */
    record Done(CredentialBody body) implements RepairPlan {}
}
