package net.openmeet.matrix.homeserver.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails once more was read than allowed: a homeserver must not be able to fill our memory. */
final class CappedStream extends FilterInputStream {
    private final long most;
    private long read;

    CappedStream(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        count(count);
        return count;
    }

    private void count(int more) throws IOException {
        read += Math.max(more, 0);
        if (read > most) {
            throw new IOException("too large: more than " + most + " bytes");
        }
    }
}
