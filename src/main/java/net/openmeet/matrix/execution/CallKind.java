package net.openmeet.matrix.execution;

import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.MatrixCall;

/**
 * What is granted or refused alike: a call of one type, of a state event also by the event's type, for lanes of one kind. An
 * application service may be allowed the aliases of events and not those of groups.
 */
record CallKind(String call, Kind lanes) {

    static CallKind of(MatrixCall call, LaneKey lane) {
        String type = call.getClass().getSimpleName();
        return new CallKind(
                call instanceof MatrixCall.PutState put
                        ? type + " " + put.state().type()
                        : type,
                lane.kind());
    }

    @Override
    public String toString() {
        return call + " (" + lanes.word() + ")";
    }
}
