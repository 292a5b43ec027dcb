package dev.rollcall.standin;

import dev.rollcall.model.Observation;
import dev.rollcall.model.Port;
import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.probe.Text;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A visit that goes on, or several one after the other on one connection. */
final class Visitor {
  private static final int FACTS = 30;
  private static final String LASTING = "tls.";

  private final Logbook logbook;
  private final Port port;
  private final String protocol;
  private final String source;
  private final String target;
  private final List<Observation.Fact> saw = new ArrayList<>();
  private Duration since;
  private boolean heard;
  private boolean told;
  private boolean secured;

  Visitor(Logbook logbook, Port port, String protocol, InetAddress source, InetAddress target) {
    this.logbook = logbook;
    this.port = port;
    this.protocol = protocol;
    this.source = address(source);
    this.target = address(target);
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
    if (saw.size() < FACTS) {
      saw.add(new Observation.Fact(name, Text.safe(text)));
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
    logbook.keep(visit(how));
  }

  void turnedAway(String how) {
    logbook.keepTurnedAway(visit(how));
  }

  private Visit visit(String how) {
    return new Visit(since, port, protocol, source, target, saw, how);
  }
}
