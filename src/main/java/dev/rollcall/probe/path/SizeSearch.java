package dev.rollcall.probe.path;

import dev.rollcall.model.path.PathTrace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds where large packets are lost and small ones are not: a link whose MTU (RFC 1191, RFC 8201)
 * is below the one of Ethernet, and no ICMP message that says so.
 *
 * <p>It sends datagrams to a port that traceroute uses, as open connections leave no way to count
 * their hops. Each distance is asked with a large datagram and with a small one at the same time.
 */
final class SizeSearch {
  /** The first port of traceroute, which firewalls let pass the most often. */
  static final int PORT = 33434;

  /** A full packet of Ethernet, in bytes. */
  private static final int FULL = 1500;

  private static final int UDP_HEADER = 8;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int SMALL_PAYLOAD = 32;

  private final PacedRequests requests;
  private final String destination;
  private final int headers;
  private final HopPacket large;
  private final HopPacket small;
  private final List<Asked> asked = new ArrayList<>();

  /** Both packets to one distance. */
  private record Asked(HopRequest large, HopRequest small) {
    int distance() {
      return small.distance();
    }
  }

  /**
   * @param destination the address, a literal
   */
  SizeSearch(PacedRequests requests, String destination) {
    this.requests = requests;
    this.destination = destination;
    this.headers = UDP_HEADER + (destination.indexOf(':') < 0 ? IPV4_HEADER : IPV6_HEADER);
    this.large = HopPacket.unfragmented(FULL - headers);
    this.small = HopPacket.unfragmented(SMALL_PAYLOAD);
  }

  /** For a destination whose large answers are lost: the links are often the same both ways. */
  PathTrace search() throws IOException, InterruptedException {
    Optional<Asked> passed = Optional.empty();
    int silent = 0;
    for (int distance = 1; distance <= PathSearch.FARTHEST && silent < 2; distance++) {
      Asked both = ask(distance);
      if (requests.out()) {
        break;
      }
      if (router(both.small()).isEmpty()) {
        silent++;
      } else if (both.large().answer().isEmpty()) {
        return passed.isPresent() && confirmed(passed.get(), both)
            ? found(passed.get(), both)
            : nothing();
      } else if (router(both.large()).isEmpty()) {
        // Another answer, as that it is too large: nothing is lost in silence.
        break;
      } else {
        passed = Optional.of(both);
        silent = 0;
      }
    }
    return nothing();
  }

  private Asked ask(int distance) throws IOException, InterruptedException {
    Asked both =
        new Asked(requests.send(large, PORT, 0, distance), requests.send(small, PORT, 0, distance));
    asked.add(both);
    requests.await(List.of(both.large(), both.small()));
    return both;
  }

  /** Asked once more: the large one is silent again, and what was answered is answered again. */
  private boolean confirmed(Asked passed, Asked lost) throws IOException, InterruptedException {
    HopRequest again = requests.send(large, PORT, lost.large().sourcePort(), lost.distance());
    HopRequest beside = requests.send(small, PORT, 0, lost.distance());
    HopRequest nearer = requests.send(large, PORT, 0, passed.distance());
    requests.await(List.of(again, beside, nearer));
    return again.answer().isEmpty()
        && !requests.out()
        && router(beside).equals(router(lost.small()))
        && router(nearer).equals(router(passed.large()));
  }

  private Optional<String> router(HopRequest one) {
    return one.routerBefore(destination);
  }

  private PathTrace found(Asked passed, Asked lost) {
    return trace(
        PathTrace.Finding.LARGE_LOST_BEHIND_ROUTER,
        "Packets of "
            + FULL
            + " bytes get as far as "
            + router(passed.large()).orElseThrow()
            + " (hop "
            + passed.distance()
            + "); those of "
            + (SMALL_PAYLOAD + headers)
            + " bytes get further, to "
            + router(lost.small()).orElseThrow()
            + " (hop "
            + lost.distance()
            + "): large packets are lost between the two, and no ICMP message says so.");
  }

  private PathTrace nothing() {
    return trace(PathTrace.Finding.NONE, "");
  }

  private PathTrace trace(PathTrace.Finding finding, String sentence) {
    return new PathTrace(
        asked.stream().map(both -> hop(both.large())).toList(),
        PORT,
        asked.stream().map(both -> hop(both.small())).toList(),
        finding,
        sentence);
  }

  private PathTrace.Hop hop(HopRequest one) {
    return new PathTrace.Hop(one.distance(), router(one));
  }
}
