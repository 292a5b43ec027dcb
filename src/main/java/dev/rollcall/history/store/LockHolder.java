package dev.rollcall.history.store;

import dev.rollcall.document.LineJson;
import dev.rollcall.probe.net.LocalNetwork;
import dev.rollcall.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/** The holder of a lock, as the lock's file names it. */
public record LockHolder(String pid, String user, String host, String since, String doing) {
  private static final int LARGEST = 4096;
  private static final String NOT_SAID = "?";

  /** A file of another version may lack some of it. */
  public LockHolder {
    pid = Objects.requireNonNullElse(pid, NOT_SAID);
    user = Objects.requireNonNullElse(user, NOT_SAID);
    host = Objects.requireNonNullElse(host, NOT_SAID);
    since = Objects.requireNonNullElse(since, NOT_SAID);
    doing = Objects.requireNonNullElse(doing, NOT_SAID);
  }

  /** This process. */
  public static LockHolder self(String doing) {
    return new LockHolder(
        Long.toString(ProcessHandle.current().pid()),
        System.getProperty("user.name", ""),
        LocalNetwork.hostName().orElse("this host"),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        doing);
  }

  public byte[] bytes() {
    return LineJson.write(this);
  }

  /** Empty while another process is still writing it. */
  public static Optional<LockHolder> read(FileChannel file) {
    try {
      return Optional.of(LineJson.read(content(file), LockHolder.class));
    } catch (IOException | IllegalArgumentException halfWritten) {
      return Optional.empty();
    }
  }

  private static ByteBuffer content(FileChannel file) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(LARGEST);
    while (file.read(content, content.position()) > 0) {
      // Until the buffer is full or the file ends.
    }
    return content.flip();
  }

  /** {@code check from appsanywhere, process 4711 of root on web1 since 2026-11-23T04:34:34Z}. */
  @Override
  public String toString() {
    return Printable.line(
        doing + ", process " + pid + " of " + user + " on " + host + " since " + since);
  }
}
