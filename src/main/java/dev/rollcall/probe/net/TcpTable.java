package dev.rollcall.probe.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the kernel knows of this host's TCP connections. Linux lists it for every user, in {@code
 * /proc/net/tcp} (proc_net_tcp(5)); other systems do not.
 */
final class TcpTable {
  /** Java's sockets are mostly of IPv6, whatever they carry. */
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp"));

  /** A host with more connections than that is not searched to the end. */
  private static final int MOST = 200_000;

  private static final String MAPPED = "0000000000000000" + word(new byte[] {0, 0, -1, -1}, 0);
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int QUEUES = 4;
  private static final int TIMER = 5;
  private static final int RESENT = 6;

  /** The state of a connection request that waits for its answer: SYN_SENT. */
  private static final String REQUESTED = "02";

  /** Most lines are of other states, and are not taken apart. */
  private static final String REQUESTED_FIELD = " " + REQUESTED + " ";

  /**
   * How long what was read serves, at least, in nanoseconds; and as a multiple of the time taken.
   */
  private static final long FRESH = 10_000_000;

  private static final long FRESH_TIMES = 10;

  /** The timer that sends a request again; before the colon of {@code tr tm->when}. */
  private static final String RESENDS = "01:";

  /** The unit of a timer: USER_HZ, 100 each second. */
  private static final long TICK = 10_000_000;

  private static Map<String, Requested> last = Map.of();
  private static long serves = System.nanoTime();

  private TcpTable() {}

  /**
   * How often a connection request was sent, the first time included.
   *
   * @param until when the system may send it again, by the monotonic clock
   */
  record Requested(int times, long until) {}

  /**
   * How many bytes of a connection the other side has not acknowledged ({@code tx_queue}); its end
   * counts as a byte. Empty if the system does not say, or does not know the connection.
   */
  static OptionalLong unacknowledged(InetSocketAddress local, InetSocketAddress remote) {
    for (Path table : TABLES) {
      try (BufferedReader lines = SystemFile.open(table)) {
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

  /**
   * How often each waiting connection request was sent, by {@link #request}; empty if the system
   * does not say. Many attempts may ask at once: what was read in the last moment serves them all.
   */
  static synchronized Map<String, Requested> requests() {
    long begun = System.nanoTime();
    if (begun - serves >= 0) {
      Map<String, Requested> sent = new HashMap<>();
      for (Path table : TABLES) {
        try (BufferedReader lines = SystemFile.open(table)) {
          sent.putAll(requests(lines, begun));
        } catch (IOException | RuntimeException e) {
          // Not Linux, or hidden: the next one may say more.
        }
      }
      last = sent;
      long now = System.nanoTime();
      // With many connections, reading takes so long that it must be rare.
      serves = now + Math.max(FRESH, FRESH_TIMES * (now - begun));
    }
    return last;
  }

  static Map<String, Requested> requests(BufferedReader table, long now) throws IOException {
    Map<String, Requested> sent = new HashMap<>();
    String line = table.readLine();
    for (int count = 0; line != null && count < MOST; count++) {
      String[] fields =
          line.contains(REQUESTED_FIELD) ? line.strip().split(" +", RESENT + 2) : new String[0];
      if (fields.length > RESENT && fields[STATE].equals(REQUESTED)) {
        String local = fields[LOCAL].substring(fields[LOCAL].indexOf(':') + 1);
        String remote =
            fields[REMOTE].startsWith(MAPPED)
                ? fields[REMOTE].substring(MAPPED.length())
                : fields[REMOTE];
        int times = Integer.parseInt(fields[RESENT], 16) + 1;
        String timer = fields[TIMER];
        long ticks =
            timer.startsWith(RESENDS) ? Long.parseLong(timer.substring(RESENDS.length()), 16) : 0;
        sent.put(local + " " + remote, new Requested(times, now + ticks * TICK));
      }
      line = table.readLine();
    }
    return sent;
  }

  /** The key of a connection request in {@link #requests}. */
  static String request(int localPort, InetSocketAddress remote) {
    return String.format(Locale.ROOT, "%04X", localPort) + " " + spellings(remote).get(0);
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
