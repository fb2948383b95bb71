package net.openmeet.matrix.simulator;

/**
 * How a homeserver answers the calls the service makes, one row a test, by plain HTTP. What isn't in here may differ
 * between the simulator and Synapse; nothing in here does, because it runs against both.
 */
interface HomeserverContract
        extends AccountContract,
                CredentialContract,
                MintedTokenContract,
                ProfileContract,
                RoomCreationContract,
                HalfBuiltRoomContract,
                RoomVersionContract,
                JoiningContract,
                LeavingContract,
                StateContract,
                PowerLevelContract,
                AliasContract,
                MessageContract,
                LostRoomContract,
                AdminContract,
                ProtocolContract {
    /** Who acts, on the homeserver under test. */
    @Override
    Cast cast();
}
