package dev.rollcall.standin;

import dev.rollcall.model.Observation;
import dev.rollcall.model.Port;
import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.standin.log.EndedVisit;
import dev.rollcall.standin.log.VisitSize;
import dev.rollcall.text.PeerText;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A visit that goes on, or several one after the other on one connection. */
final class VisitRecorder {
  /** What all facts of one visit may take, in bytes. */
  private static final int FACTS = 4 << 10;

  private static final int LONGEST_END = 300;
  private static final String LASTING = "tls.";

  private final StandInLogger logbook;
  private final Port port;
  private final PortAssignment post;
  private final InetAddress source;
  private final InetAddress target;
  private final List<Observation.Fact> saw = new ArrayList<>();
  private Duration since;
  private boolean heard;
  private boolean told;
  private boolean secured;

  /**
   * @param port where the post really is
   */
  VisitRecorder(
      StandInLogger logbook,
      PortAssignment post,
      Port port,
      InetAddress source,
      InetAddress target) {
    this.logbook = logbook;
    this.port = port;
    this.post = post;
    this.source = source;
    this.target = target;
    this.since = logbook.now();
  }

  /** Without the name of an interface: {@code fe80::1%eth0} is nobody else's address. */
  static String address(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  /** Called by one thread; whoever looks at the log sees visits that have ended only. */
  void saw(String name, String text) {
    Observation.Fact fact = new Observation.Fact(name, PeerText.safe(text));
    long size = saw.stream().mapToLong(VisitSize::of).sum() + VisitSize.of(fact);
    if (size <= FACTS) {
      saw.add(fact);
    }
  }

  void heard() {
    heard = true;
  }

  void told() {
    told = true;
  }

  /** TLS has begun: only what is said inside of it counts from here on. */
  void secured() {
    secured = true;
    heard = false;
    told = false;
  }

  void again() {
    end("answered");
    since = logbook.now();
    saw.removeIf(fact -> !fact.name().startsWith(LASTING));
    heard = true;
    told = false;
  }

  /** The visitor hung up, or was served to the end. */
  void over() {
    if (heard) {
      end(told ? "answered" : "heard, and not answered");
    } else if (told) {
      end("greeted, and said nothing");
    } else {
      end(secured ? "TLS handshake only" : "connected, and said nothing");
    }
  }

  /** The visitor's time is over. */
  void unfinished() {
    if (heard && !told) {
      end("began to ask, and did not finish in time");
    } else {
      over();
    }
  }

  void end(String how) {
    keep(how, false);
  }

  /** A limit ends the visit before it is served. */
  void turnedAway(String how) {
    keep(how, true);
  }

  private void keep(String how, boolean turnedAway) {
    String end = how.length() > LONGEST_END ? how.substring(0, LONGEST_END) : how;
    Visit visit =
        new Visit(since, port, post.protocol(), address(source), address(target), saw, end);
    logbook.keep(
        EndedVisit.of(visit, post.facts(), post.health(), SourceNetwork.of(source), turnedAway));
  }
}
