package dev.rollcall.setup;

import dev.rollcall.files.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The time servers that this host uses: of chrony and ntpd {@code server} and {@code pool}, of
 * systemd-timesyncd {@code NTP=}. Those of the public pool are left out.
 */
public final class TimeServers {
  private static final List<String> FILES =
      List.of(
          "etc/chrony.conf",
          "etc/chrony/chrony.conf",
          "etc/systemd/timesyncd.conf",
          "etc/ntpsec/ntp.conf",
          "etc/ntp.conf");

  /** Longer ones are not read to their end, in bytes. */
  private static final int LONGEST = 64 << 10;

  private static final Pattern SERVER = Pattern.compile("(?i)\\s*(server|pool|peer)\\s+(\\S+).*");
  private static final Pattern TIMESYNCD = Pattern.compile("\\s*NTP=(.*)");
  private static final Pattern PUBLIC = Pattern.compile("(?i).*\\.pool\\.ntp\\.org\\.?");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:-]*");

  private TimeServers() {}

  /**
   * The servers of the first configuration that names some.
   *
   * @param root of the file system
   */
  public static List<String> of(Path root) {
    return FILES.stream()
        .map(name -> in(text(root.resolve(name))))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static String text(Path file) {
    try (InputStream in = InputFile.open(file)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** The servers that a configuration names. */
  static List<String> in(String text) {
    return text.lines()
        .flatMap(TimeServers::line)
        .filter(host -> HOST.matcher(host).matches() && !PUBLIC.matcher(host).matches())
        .filter(host -> !host.startsWith("127."))
        .distinct()
        .toList();
  }

  private static Stream<String> line(String line) {
    var server = SERVER.matcher(line);
    if (server.matches()) {
      return Stream.of(server.group(2));
    }
    var list = TIMESYNCD.matcher(line);
    return list.matches() ? Arrays.stream(list.group(1).strip().split("\\s+")) : Stream.empty();
  }
}
