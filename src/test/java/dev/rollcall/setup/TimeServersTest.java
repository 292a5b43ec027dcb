package dev.rollcall.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the configurations of time services name. */
class TimeServersTest {
  @TempDir private Path root;

  @Test
  void chronyAndNtpd() {
    assertEquals(
        List.of("ntp1.uni.edu", "10.1.2.3", "2001:db8::1"),
        TimeServers.in(
            """
            # server commented.uni.edu
            server ntp1.uni.edu iburst
              pool 2.debian.pool.ntp.org iburst
            Server 10.1.2.3
            peer 2001:db8::1
            server 127.127.1.0
            server ntp1.uni.edu
            driftfile /var/lib/chrony/drift
            """));
  }

  @Test
  void timesyncd() {
    assertEquals(
        List.of("ntp1.uni.edu", "ntp2.uni.edu"),
        TimeServers.in(
            """
            [Time]
            #NTP=none.uni.edu
            NTP=ntp1.uni.edu  ntp2.uni.edu
            FallbackNTP=0.debian.pool.ntp.org
            """));
    assertEquals(List.of(), TimeServers.in("[Time]\nNTP=\n"));
  }

  @Test
  void theFirstFileThatNamesSomeCounts() throws Exception {
    assertEquals(List.of(), TimeServers.of(root));
    Files.createDirectories(root.resolve("etc/systemd"));
    Files.writeString(root.resolve("etc/chrony.conf"), "pool 0.pool.ntp.org\n");
    Files.writeString(root.resolve("etc/systemd/timesyncd.conf"), "NTP=time.uni.edu\n");
    Files.writeString(root.resolve("etc/ntp.conf"), "server other.uni.edu\n");
    assertEquals(List.of("time.uni.edu"), TimeServers.of(root));
  }
}
