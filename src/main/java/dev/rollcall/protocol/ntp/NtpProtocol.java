package dev.rollcall.protocol.ntp;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.probe.PeerClock;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.text.Times;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a time server for the time, as an SNTP client of version 4 (RFC 4330, RFC 5905 §14). Sends
 * up to seven datagrams, more than one only if no answer comes.
 */
public final class NtpProtocol implements Protocol<NtpSettings> {
  private static final int LARGEST = 1024;
  private static final Duration NOTEWORTHY = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "ntp";
  }

  @Override
  public Set<String> plainFacts() {
    return Set.of("ntp.offset", "ntp.stratum");
  }

  @Override
  public ServiceNames serviceNames() {
    return ServiceNames.of("ntp", "ntp");
  }

  @Override
  public Class<NtpSettings> settings() {
    return NtpSettings.class;
  }

  @Override
  public String sends() {
    return "One SNTP question, sent again up to six times if no answer comes; an answer of a"
        + " synchronised server that echoes our time stamp proves it.";
  }

  @Override
  public Set<String> volatileFacts() {
    return Set.of("ntp.offset", "ntp.refid");
  }

  @Override
  public Map<Clue, String> advice() {
    return Map.of(
        Clue.SERVICE_ERROR,
        "If this time server has just started, wait some minutes and check again. Otherwise {ask}"
            + " to let it reach a good time source of its own (mostly by NTP, 123/udp): {way}.");
  }

  @Override
  public void probe(Session session, NtpSettings settings) throws ProbeException, IOException {
    NtpExchange exchange = new NtpExchange();
    try {
      session
          .datagrams(exchange::echoed, false)
          .ask(exchange::question, exchange::accepts, LARGEST);
    } catch (SocketTimeoutException silence) {
      Optional<ProbeException> stranger = exchange.stranger();
      if (stranger.isPresent()) {
        throw stranger.get();
      }
      throw silence;
    }
    NtpMeasure measure = exchange.measure().orElseThrow();
    session.observe("ntp.stratum", Integer.toString(measure.answer().stratum()));
    if (!measure.answer().referenceName().isEmpty()) {
      session.observe("ntp.refid", session.quotes().name(measure.answer().referenceName()));
    }
    measure.answer().judge();
    Observation.Clock clock = measure.clock();
    session.observe(clock);
    session.observe(
        "ntp.offset", String.format(Locale.ROOT, "%+.3f s", clock.offset().toMillis() / 1000.0));
    if (measure.answer().bearsMark()) {
      // A stand-in's clock is not the time server's.
      session.standIn().seen("the reference identifier");
    } else {
      RootDistance.of(measure).judge(session);
      compare(session, clock);
    }
  }

  @Override
  public StandIn standIn(Transport transport, List<NtpSettings> rules) {
    return new NtpStandIn();
  }

  private static void compare(Session session, Observation.Clock clock) {
    Duration certain = clock.offset().abs().minus(clock.uncertainty());
    if (certain.compareTo(NOTEWORTHY) <= 0) {
      return;
    }
    session.concern(
        Concern.Kind.CLOCK,
        "the time server's clock is "
            + Times.seconds(clock.offset().abs(), 1)
            + (clock.offset().isNegative() ? " behind" : " ahead of")
            + " this host's: one of them is off"
            + (certain.compareTo(PeerClock.KERBEROS_LIMIT) > 0
                ? PeerClock.BEYOND_KERBEROS_LIMIT
                : ""));
  }
}
