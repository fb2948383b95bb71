package net.openmeet.matrix.simulator;

/** How far a createRoom came before the server was killed; the three stages that twelve kills of a real Synapse left. */
public sealed interface CreationStage {
    /** The alias points at a room that has no events: nobody can join, read or write it. */
    record OrphanAlias() implements CreationStage {}

    /** The room has its create event and its creator's join, and nothing else: no levels, name, rules. */
    record CreatorJoined() implements CreationStage {}

    /** All state is there, but only the first so many of the invites. */
    record Invited(int count) implements CreationStage {}

    /** Everything was done; only the answer is missing. */
    record Complete() implements CreationStage {}
}
