package dev.rollcall.protocol.echo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A protocol that only tests have: it proves what a new one needs, and what it need not touch. */
public final class EchoProtocol implements Protocol<EchoSettings> {
  /** What a stand-in notes of a visit. */
  static final VisitFacts FACTS = new VisitFacts("echo.word", "echo.client", "", "");

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public Class<EchoSettings> settings() {
    return EchoSettings.class;
  }

  @Override
  public String sends() {
    return "One line with a word; the server proves itself by saying it back.";
  }

  @Override
  public Set<String> volatileFacts() {
    return Set.of("echo.number");
  }

  @Override
  public boolean usesProxy() {
    return true;
  }

  @Override
  public boolean answersHealthChecks() {
    return true;
  }

  @Override
  public VisitFacts visitFacts() {
    return FACTS;
  }

  @Override
  public ServiceNames serviceNames() {
    return ServiceNames.of("echo", "echo-app");
  }

  @Override
  public Map<Clue, String> advice() {
    return Map.of(Clue.SERVICE_ERROR, "{Ask} to wake the echo up: {way}.");
  }

  @Override
  public void probe(Session session, EchoSettings settings) throws ProbeException, IOException {
    Connection connection = session.dialThrough();
    connection.write(new EchoLine(settings.word(), "Rollcall", "").text().getBytes(US_ASCII));
    String said = connection.readLine(EchoLine.LONGEST);
    Optional<EchoLine> answer = EchoLine.read(said);
    if (answer.isEmpty()) {
      throw new ProbeException(
          new Fault(
              Phase.EXCHANGE,
              FaultKind.UNEXPECTED,
              "it says " + session.quotes().text(said),
              Optional.of(Clue.SERVICE_ERROR)));
    }
    session.observe("echo.server", session.quotes().name(answer.get().name()));
    session.observe("echo.number", session.quotes().name(answer.get().number()));
    if (StandInMark.in(answer.get().name())) {
      session.standIn().seen("the server's name");
    }
  }

  @Override
  public StandIn standIn(Transport transport, List<EchoSettings> rules) {
    return new EchoStandIn();
  }
}
