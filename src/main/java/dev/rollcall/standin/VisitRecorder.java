package dev.rollcall.standin;

import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.path.Port;
import dev.rollcall.standin.log.EndedVisit;
import dev.rollcall.standin.log.VisitSize;
import dev.rollcall.text.LiteralAddress;
import dev.rollcall.text.PeerText;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Records a visit in progress, or several one after the other on one connection. */
final class VisitRecorder {
  /** The limit for all facts of one visit, in bytes. */
  private static final int FACTS = 4 << 10;

  private static final int LONGEST_END = 300;
  private static final String LASTING = "tls.";

  private final StandInLogger logbook;
  private final Port port;
  private final PortAssignment assignment;
  private final InetAddress source;
  private final InetAddress target;
  private final List<Observation.Fact> saw = new ArrayList<>();
  private Duration since;
  private boolean received;
  private boolean answered;
  private boolean secured;

  /**
   * @param port the actual port
   */
  VisitRecorder(
      StandInLogger logbook,
      PortAssignment assignment,
      Port port,
      InetAddress source,
      InetAddress target) {
    this.logbook = logbook;
    this.port = port;
    this.assignment = assignment;
    this.source = source;
    this.target = target;
    this.since = logbook.now();
  }

  /** Called by one thread; the log shows only visits that have ended. */
  void saw(String name, String text) {
    Observation.Fact fact = new Observation.Fact(name, PeerText.safe(text));
    long size = saw.stream().mapToLong(VisitSize::of).sum() + VisitSize.of(fact);
    if (size <= FACTS) {
      saw.add(fact);
    }
  }

  void received() {
    received = true;
  }

  void answered() {
    answered = true;
  }

  /** TLS has begun: from here on only bytes inside it count. */
  void secured() {
    secured = true;
    received = false;
    answered = false;
  }

  void again() {
    end("answered");
    since = logbook.now();
    saw.removeIf(fact -> !fact.name().startsWith(LASTING));
    received = true;
    answered = false;
  }

  /** The visitor closed, or was served completely. */
  void over() {
    if (received) {
      end(answered ? "answered" : "request not answered");
    } else if (answered) {
      end("greeted, but sent nothing");
    } else {
      end(secured ? "TLS handshake only" : "connected, but sent nothing");
    }
  }

  /** The visitor timed out. */
  void unfinished() {
    if (received && !answered) {
      end("did not finish the request in time");
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
        new Visit(
            since,
            port,
            assignment.served().protocol(),
            LiteralAddress.of(source),
            LiteralAddress.of(target),
            saw,
            end);
    logbook.keep(
        EndedVisit.of(
            visit,
            assignment.served().facts(),
            assignment.options().health(),
            SourceNetwork.of(source),
            turnedAway));
  }
}
