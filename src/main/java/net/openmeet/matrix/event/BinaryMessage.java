package net.openmeet.matrix.event;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.data.BytesCloudEventData;
import io.cloudevents.core.message.impl.BaseGenericBinaryMessageReaderImpl;
import java.util.Map;
import java.util.function.BiConsumer;

/** The SDK's reader of binary mode over attributes that were already taken from the headers; its Kafka reader needs Kafka. */
final class BinaryMessage extends BaseGenericBinaryMessageReaderImpl<String, String> {

    private final Map<String, String> attributes;

    private BinaryMessage(Map<String, String> attributes, byte[] body) {
        super(SpecVersion.V1, BytesCloudEventData.wrap(body));
        this.attributes = attributes;
    }

    /** Reads a binary CloudEvent; throws what the SDK throws if an attribute is refused. */
    static CloudEvent cloudEvent(Map<String, String> attributes, byte[] body) {
        return new BinaryMessage(attributes, body).read(CloudEventBuilder::fromSpecVersion);
    }

    @Override
    protected boolean isContentTypeHeader(String key) {
        return false;
    }

    @Override
    protected boolean isCloudEventsHeader(String key) {
        return true;
    }

    @Override
    protected String toCloudEventsKey(String key) {
        return key;
    }

    @Override
    protected void forEachHeader(BiConsumer<String, String> consumer) {
        attributes.forEach(consumer);
    }

    @Override
    protected String toCloudEventsValue(String value) {
        return value;
    }
}
