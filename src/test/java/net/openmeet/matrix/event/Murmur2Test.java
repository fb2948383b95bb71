package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.utils.Utils;

/** Our partition of a key is the one Kafka's Java clients choose. */
class Murmur2Test {

    @Property
    void everyKeyHashesAsInKafka(@ForAll byte[] key) {
        assertThat(Murmur2.hash(key)).isEqualTo(Utils.murmur2(key));
        assertThat(Murmur2.partition(key, 24)).isEqualTo(Utils.toPositive(Utils.murmur2(key)) % 24);
    }
}
