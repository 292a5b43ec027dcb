package dev.rollcall.report.text;

import static dev.rollcall.report.Samples.failed;
import static dev.rollcall.report.Samples.finding;
import static dev.rollcall.report.Samples.probed;
import static dev.rollcall.report.Samples.result;
import static dev.rollcall.report.Samples.rule;
import static dev.rollcall.report.Samples.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Owner;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailedWayTest {
  private static final Port PORT = Port.tcp(443);
  private static final Fault DROPPED = new Fault(Phase.CONNECT, FaultKind.DROPPED, "no answer");

  /** What a rule to these addresses says in common with others; the source is 10.1.2.3. */
  private static String general(String advice, String host, String... addresses) {
    Finding[] findings =
        Stream.of(addresses)
            .map(address -> finding(host, address, PORT, "https", failed(5002, DROPPED)))
            .toArray(Finding[]::new);
    return FailedWay.of(
            result(
                rule("a.rule", "Inbound Traffic", host, PORT, "https", "Use"),
                probed(findings),
                verdict(
                    Status.FAIL,
                    "no answer",
                    Optional.of(DROPPED),
                    Owner.FIREWALL,
                    advice,
                    List.of()),
                5002))
        .general(advice);
  }

  @Test
  void theWayIsTheseConnections() {
    assertEquals(
        "Ask the firewall team to allow these connections: no answer.",
        general(
            "Ask the firewall team to allow 10.1.2.3 to 198.18.9.1 (uni.edu), 198.18.9.2 (uni.edu),"
                + " TCP port 443: no answer.",
            "uni.edu",
            "198.18.9.1",
            "198.18.9.2"));
  }

  /** The advice for a missing route. */
  @Test
  void aPortIsPartOfTheConnections() {
    assertEquals(
        "no packet leaves this host: these connections.",
        general(
            "no packet leaves this host: 10.1.2.3 to 198.18.9.1 (uni.edu), TCP port 443.",
            "uni.edu",
            "198.18.9.1"));
  }

  @Test
  void aDestinationIsAWholeWord() {
    assertEquals(
        "Run it on appsanywhere01.uni.edu or x-uni.edu, not uni.edu.org; ask svc@uni.edu, the owner"
            + " of the destination. The destination's port: the destination:443.",
        general(
            "Run it on appsanywhere01.uni.edu or x-uni.edu, not uni.edu.org; ask svc@uni.edu, the"
                + " owner of uni.edu. The destination's port: 198.18.9.1:443.",
            "uni.edu",
            "198.18.9.1"));
    assertEquals(
        "TCP port 4433 of 198.18.9.11, the port of the destination",
        general(
            "TCP port 4433 of 198.18.9.11, TCP port 443 of 198.18.9.1", "uni.edu", "198.18.9.1"));
    assertEquals(
        "2001:db8::1:2, 2001:db8::1f and the destination",
        general("2001:db8::1:2, 2001:db8::1f and 2001:db8::1", "2001:db8::1", "2001:db8::1"));
  }

  /** The source 10.1.2.3 begins as the destination 10.1.2.30 does, and the other way round. */
  @Test
  void aSourceIsNoDestination() {
    for (String host : List.of("10.1.2", "10.1.2.30", "10.1.2.3")) {
      assertEquals(
          "Allow these connections in the filter of 10.1.2.3.",
          general(
              "Allow 10.1.2.3 to " + host + ", TCP port 443 in the filter of 10.1.2.3.",
              host,
              host.equals("10.1.2") ? "10.1.2.0" : host));
    }
    assertEquals(
        "Allow 10.1.2.3: these connections.",
        general(
            "Allow 10.1.2.3: 10.1.2.3 to 10.1.2.3 (uni.edu), TCP port 443.",
            "uni.edu",
            "10.1.2.3"));
  }

  @Test
  void nothingIsNamedTwice() {
    String way = "10.1.2.3 to 198.18.9.1 (uni.edu), TCP port 443.";
    for (String before : List.of("exempt this traffic: ", "allow: ", "cut connections: ")) {
      assertEquals(
          "Ask the team to "
              + before.replaceAll("( this traffic|( )connections)?: $", "")
              + " these connections.",
          general("Ask the team to " + before + way, "uni.edu", "198.18.9.1"));
    }
  }
}
