package dev.rollcall.history.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * The lines of a file from the last to the first, in bounded memory. Text after the last line feed
 * is not a line: another process is still writing it, or was killed.
 */
public final class BackwardLines implements Closeable {
  /** The longest line that is read; a longer one is returned empty. */
  static final int LONGEST = 4 << 20;

  private static final int BLOCK = 1 << 16;

  private final SeekableByteChannel channel;

  /** Where in the file the buffer's {@code from} is. */
  private long position;

  private byte[] buffer = new byte[2 * BLOCK];
  private int from = buffer.length;
  private int to = buffer.length;
  private boolean tooLong;
  private boolean finished;

  private BackwardLines(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.position = channel.size();
  }

  /** The lines of an open file; closes it at the end. */
  static BackwardLines of(SeekableByteChannel file) throws IOException {
    BackwardLines lines = new BackwardLines(file);
    lines.previous();
    return lines;
  }

  /**
   * A line, without its line feed; valid until the next call.
   *
   * @param text its bytes, in an array
   * @param offset of its first byte in the file; not exact for a line that is too long
   */
  public record Line(ByteBuffer text, long offset) {
    int length() {
      return text.remaining();
    }
  }

  /** The previous line; empty before the first. */
  Optional<Line> previous() throws IOException {
    int unseen = to;
    while (!finished) {
      for (int i = unseen - 1; i >= from; i--) {
        if (buffer[i] == '\n') {
          return Optional.of(line(i));
        }
      }
      if (position == 0) {
        finished = true;
        return Optional.of(line(from - 1));
      }
      if (to - from > LONGEST) {
        tooLong = true;
        to = from;
      }
      int held = to - from;
      read();
      unseen = to - held;
    }
    return Optional.empty();
  }

  private Line line(int feed) {
    int length = tooLong ? 0 : to - feed - 1;
    ByteBuffer text = ByteBuffer.wrap(buffer, feed + 1, length);
    Line line = new Line(text, position + (feed + 1 - from));
    to = Math.max(feed, from);
    tooLong = false;
    return line;
  }

  private void read() throws IOException {
    int length = (int) Math.min(BLOCK, position);
    makeRoom(length);
    channel.position(position - length);
    ByteBuffer block = ByteBuffer.wrap(buffer, from - length, length);
    while (block.hasRemaining()) {
      if (channel.read(block) < 0) {
        // The file was truncated meanwhile: the buffer no longer matches it.
        finished = true;
        return;
      }
    }
    from -= length;
    position -= length;
  }

  /** Makes room for a block before the buffered bytes. */
  private void makeRoom(int length) {
    int held = to - from;
    if (from < length) {
      int size = Math.max(buffer.length, held + length);
      byte[] roomy = size > buffer.length ? new byte[2 * size] : buffer;
      System.arraycopy(buffer, from, roomy, roomy.length - held, held);
      buffer = roomy;
      to = buffer.length;
      from = to - held;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
