package net.openmeet.matrix.topology;

import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.EventLabel;
import net.openmeet.matrix.event.IncomingRecord;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.log.ChangeLog;
import net.openmeet.matrix.log.Fields;
import org.slf4j.Logger;

/** Tells logs of domain events that are dead-lettered; never what they hold, which their letters say. */
final class Rejections {
    private static final Logger LOG = ChangeLog.logger();

    private Rejections() {}

    static void lettered(IncomingRecord record, Coordinates at, Rejection rejection) {
        EventLabel label = EventLabel.of(record);
        Fields.of(LOG.atWarn())
                .with(Fields.TENANT, label.lane().map(LaneKey::tenant))
                .with(Fields.LANE, label.lane().map(LaneKey::toString))
                .with(Fields.TOPIC, at.topic())
                .with(Fields.PARTITION, at.partition())
                .with(Fields.OFFSET, at.offset())
                .with(Fields.OUTCOME, "dead-lettered")
                .with(Fields.REASON, rejection.reason().word())
                .with(Fields.FIELD, rejection.field())
                .with(Fields.EVENT_ID, label.id())
                .trace(label.traceparent())
                .log(
                        "Dead-lettered domain event {}: {} in {}",
                        at,
                        rejection.reason().word(),
                        rejection.field());
    }
}
