package dev.rollcall.protocol.ssrp;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.net.Datagrams;
import dev.rollcall.probe.quote.Quotes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks the SQL Server Browser for the instances and their ports (MC-SQLR), and requests a probe of
 * a named one's port.
 */
public final class SsrpProtocol implements Protocol<SsrpSettings> {
  static final int USUAL_PORT = 1433;
  private static final int LARGEST = 65_535;

  @Override
  public String name() {
    return "ssrp";
  }

  @Override
  public Set<String> plainFacts() {
    return Set.of("ssrp.answered-by");
  }

  @Override
  public ServiceNames serviceNames() {
    return ServiceNames.of("ms-sql-m", "mssql-mon");
  }

  @Override
  public Class<SsrpSettings> settings() {
    return SsrpSettings.class;
  }

  @Override
  public String sends() {
    return "An SSRP question for the instances; the SQL Server Browser answers with their versions"
        + " and ports, and a named instance's own port is then probed.";
  }

  @Override
  public void probe(Session session, SsrpSettings settings) throws ProbeException, IOException {
    Datagrams datagrams = session.datagrams(SsrpProtocol::isAnswer, true);
    Supplier<byte[]> questions = questions(settings);
    byte[] datagram;
    try {
      datagram =
          settings.instance().isPresent()
              ? datagrams.askInTurn(questions, answer -> true, LARGEST)
              : datagrams.ask(questions, answer -> true, LARGEST);
    } catch (SocketTimeoutException e) {
      throw new ProbeException(
          new Fault(Phase.EXCHANGE, FaultKind.TIMED_OUT, silence(settings), Clue.SILENT_DATAGRAM),
          e);
    }
    List<SqlInstance> instances = SqlInstance.parse(datagram);
    datagrams.otherSource().ifPresent(from -> elsewhere(session, from));
    instances.stream()
        .findFirst()
        .ifPresent(i -> session.observe("ssrp.server", session.quotes().name(i.server())));
    if (instances.stream().anyMatch(instance -> StandInMark.in(instance.server()))) {
      session.standIn().seen("the server's name");
    }
    for (SqlInstance instance : instances) {
      session.observe(
          "ssrp.instance." + session.quotes().name(instance.name()), describe(instance));
    }
    if (instances.isEmpty()) {
      throw ProbeException.unexpected("the SQL Server Browser answers, and knows no instance");
    }
    if (settings.instance().isPresent()) {
      // An answer from another host does not decide.
      named(session, instances, settings.instance().get(), datagrams.otherSource().isEmpty());
    } else if (settings.port().isPresent()) {
      compare(session, instances, settings.port().get());
    }
  }

  @Override
  public StandIn standIn(Transport transport, List<SsrpSettings> rules) {
    return SsrpStandIn.of(rules);
  }

  /**
   * For a named instance, first the request of a driver; as an unknown instance gets no answer, the
   * next request is for all.
   */
  private static Supplier<byte[]> questions(SsrpSettings settings) throws ProbeException {
    if (settings.instance().isEmpty()) {
      return SqlInstance::askAll;
    }
    String name = settings.instance().get();
    int length = SqlInstance.bytes(name).length;
    if (length > SqlInstance.LONGEST_NAME) {
      throw ProbeException.of(
          FaultKind.UNEXPECTED,
          "no instance can have a name of "
              + length
              + " bytes; the protocol allows "
              + SqlInstance.LONGEST_NAME,
          Clue.WRONG_SITE_VALUE);
    }
    Iterator<byte[]> turns =
        Stream.iterate(0, turn -> turn + 1)
            .map(turn -> turn % 2 == 0 ? SqlInstance.ask(name) : SqlInstance.askAll())
            .iterator();
    return turns::next;
  }

  private static String silence(SsrpSettings settings) {
    String questions =
        settings
            .instance()
            .map(
                name ->
                    "no answer to any datagram, neither to the question for the instance "
                        + name
                        + " (an unknown one gets no answer either) nor to the one for all"
                        + " instances")
            .orElse("no answer to any datagram");
    return questions
        + ": lost on the way there or back, or the SQL Server Browser service does not run";
  }

  private static boolean isAnswer(byte[] datagram) {
    try {
      return !SqlInstance.parse(datagram).isEmpty();
    } catch (ProbeException e) {
      return false;
    }
  }

  /** Microsoft's drivers accept such an answer; a stateful firewall on the path drops it. */
  private static void elsewhere(Session session, InetAddress from) {
    session.observe("ssrp.answered-by", from.getHostAddress());
    session.concern(
        Concern.Kind.SERVER_CONFIGURATION,
        "the answer came from "
            + from.getHostAddress()
            + " instead of "
            + session.route().dialled().address().getHostAddress()
            + ", as from a node of a cluster: it passes here, and is lost behind a stateful"
            + " firewall. Name the instance's port (sql.port) instead of the instance, or allow"
            + " 1434/udp from every node");
  }

  /**
   * @param decisive whether the rule depends on the port in the answer
   */
  private static void named(
      Session session, List<SqlInstance> instances, String name, boolean decisive)
      throws ProbeException {
    Optional<SqlInstance> found = find(instances, name);
    if (found.isEmpty()) {
      throw ProbeException.of(
          FaultKind.UNEXPECTED,
          quotes ->
              "there is no instance "
                  + name
                  + "; the SQL Server Browser knows "
                  + names(instances, quotes)
                  + ". It does not list an instance that is hidden (HideInstance): if this one is,"
                  + " give its port (sql.port) instead of its name, and the SQL Server Browser is"
                  + " not asked",
          Clue.WRONG_SITE_VALUE);
    }
    if (found.get().port().isEmpty()) {
      throw ProbeException.unexpected(
          "the instance " + name + " listens on no TCP port: TCP/IP is not enabled for it");
    }
    Port port = Port.tcp(found.get().port().getAsInt());
    if (port.number() != USUAL_PORT) {
      session.observe(
          new Observation.Note(
              "the firewall must allow "
                  + port
                  + " as well: it is where the instance "
                  + name
                  + " listens. A dynamic port changes when the instance restarts: set a fixed"
                  + " one"));
    }
    session
        .findings()
        .followUp(
            new FollowUp(
                "tds",
                session.target().withPort(port),
                "the SQL Server Browser says that the instance " + name + " listens there",
                decisive));
  }

  /** Whether the server names the site file's port. */
  private static void compare(Session session, List<SqlInstance> instances, int port) {
    Optional<SqlInstance> standard = find(instances, SqlInstance.DEFAULT);
    boolean fits =
        standard.map(List::of).orElse(instances).stream()
            .anyMatch(instance -> instance.port().orElse(0) == port);
    if (!fits) {
      session.concern(
          Concern.Kind.SITE_VALUE,
          "the site file says port "
              + port
              + "; the SQL Server Browser says "
              + standard
                  .map(i -> "that the default instance has " + portOf(i))
                  .orElse(
                      "that there is no default instance, only "
                          + names(instances, session.quotes())));
    }
  }

  private static Optional<SqlInstance> find(List<SqlInstance> instances, String name) {
    // Beyond ASCII, a name that differs only in case may be another one: the same bytes come first.
    return instances.stream()
        .filter(i -> i.name().equals(name))
        .findFirst()
        .or(() -> instances.stream().filter(i -> i.name().equalsIgnoreCase(name)).findFirst());
  }

  private static String names(List<SqlInstance> instances, Quotes quotes) {
    String shown =
        instances.stream()
            .limit(5)
            .map(i -> quotes.name(i.name()) + " (" + portOf(i) + ")")
            .collect(Collectors.joining(", "));
    return instances.size() > 5 ? shown + " and " + (instances.size() - 5) + " more" : shown;
  }

  private static String describe(SqlInstance instance) {
    return instance.version()
        + ", "
        + portOf(instance)
        + (instance.clustered() ? ", clustered" : "");
  }

  private static String portOf(SqlInstance instance) {
    return instance.port().isPresent() ? "port " + instance.port().getAsInt() : "no TCP port";
  }
}
