package dev.rollcall.probe.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How many bytes of a TCP connection the other side has not acknowledged. Linux lists it for every
 * user, in {@code /proc/net/tcp} (proc_net_tcp(5), {@code tx_queue}); the end of a connection
 * counts as a byte. Other systems do not tell.
 */
final class SendQueue {
  /** Java's sockets are mostly of IPv6, whatever they carry. */
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp"));

  /** A host with more connections than that is not searched to the end. */
  private static final int MOST = 200_000;

  private static final String MAPPED = "0000000000000000" + word(new byte[] {0, 0, -1, -1}, 0);
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int QUEUES = 4;

  private SendQueue() {}

  /** Bytes not acknowledged; empty if the system does not tell, or does not know the connection. */
  static OptionalLong unacknowledged(InetSocketAddress local, InetSocketAddress remote) {
    for (Path table : TABLES) {
      try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
        OptionalLong found = find(lines, local, remote);
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException | RuntimeException e) {
        // Not Linux, or hidden: the next one may say more.
      }
    }
    return OptionalLong.empty();
  }

  static OptionalLong find(BufferedReader table, InetSocketAddress local, InetSocketAddress remote)
      throws IOException {
    List<String> here = spellings(local);
    List<String> there = spellings(remote);
    String line = table.readLine();
    for (int count = 0; line != null && count < MOST; count++) {
      String[] fields = line.strip().split(" +", QUEUES + 2);
      if (fields.length > QUEUES
          && here.contains(fields[LOCAL])
          && there.contains(fields[REMOTE])) {
        String queues = fields[QUEUES];
        return OptionalLong.of(Long.parseLong(queues.substring(0, queues.indexOf(':')), 16));
      }
      line = table.readLine();
    }
    return OptionalLong.empty();
  }

  /** As the kernel prints an address: words in the order of this processor's bytes. */
  private static List<String> spellings(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    byte[] bytes = ip.getAddress();
    StringBuilder words = new StringBuilder();
    for (int at = 0; at < bytes.length; at += 4) {
      words.append(word(bytes, at));
    }
    String port = String.format(Locale.ROOT, ":%04X", address.getPort());
    return ip instanceof Inet4Address
        ? List.of(words + port, MAPPED + words + port)
        : List.of(words + port);
  }

  private static String word(byte[] bytes, int at) {
    int word = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(at);
    return String.format(Locale.ROOT, "%08X", word);
  }
}
