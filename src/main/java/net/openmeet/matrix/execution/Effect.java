package net.openmeet.matrix.execution;

import java.util.Optional;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.credential.RepairRequest;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.OperationLetter;
import net.openmeet.matrix.epoch.HomeserverRecord;
import net.openmeet.matrix.people.AccountNews;
import net.openmeet.matrix.people.PersonRecord;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.RoomRecord;

/** What the executor and the repairer send on, keyed by lane, tenant, credential or letter. */
public sealed interface Effect {

    /** What OpenMeet reads back of a room; absent is a tombstone. */
    record TellRoom(Optional<RoomRecord> room) implements Effect {}

    /** What OpenMeet reads back of a person; absent is a tombstone. */
    record TellPerson(Optional<PersonRecord> person) implements Effect {}

    /** How a tenant and its homeserver stand, for every instance to read. */
    record TellHomeserver(HomeserverRecord homeserver) implements Effect {}

    /** An account changed: the people stage tells the person's rooms. */
    record News(AccountNews news) implements Effect {}

    /** Something can't succeed as it is. */
    record Letter(OperationLetter letter) implements Effect {}

    /** What became of a replay. */
    record TellFate(Disposition disposition) implements Effect {}

    /** A credential was refused, or there is none: its repairer has to look. */
    record AskRepair(RepairRequest request) implements Effect {}

    /** How a credential is, for every instance to read. */
    record TellCredential(CredentialRecord credential) implements Effect {}

    /** Another lane has to look again. */
    record Command(Operation.Poke poke) implements Effect {}
}
