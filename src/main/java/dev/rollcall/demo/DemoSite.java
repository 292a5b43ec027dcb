package dev.rollcall.demo;

import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.plan.Ask;
import dev.rollcall.plan.Destination;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.probe.net.Quietly;
import dev.rollcall.standin.DroppingPort;
import dev.rollcall.standin.PortAssignment;
import dev.rollcall.standin.PortAssignment.Options;
import dev.rollcall.standin.PortAssignment.Served;
import dev.rollcall.standin.PortsException;
import dev.rollcall.standin.StandInLimits;
import dev.rollcall.standin.StandInServer;
import dev.rollcall.standin.certificate.Authority;
import dev.rollcall.standin.certificate.StandInCertificate;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A whole site on loopback: a stand-in for every destination of a plan, each on its own
 * unprivileged port, with the faults of {@link DemoFaults}. The certificates are valid for a client
 * that trusts {@link #root}.
 */
public final class DemoSite implements Closeable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** How long the slow server waits before it answers. */
  public static final Duration SLOW = Duration.ofMillis(2500);

  private static final Duration DAY = Duration.ofDays(1);

  private final Authority authority;
  private final StandInServer server;
  private final Optional<DroppingPort> dropping;
  private final Plan plan;
  private final InetSocketAddress nameServer;

  /** The stand-in's address for a rule's destination. */
  private record Place(String rule, Target target) {}

  private DemoSite(
      Authority authority,
      StandInServer server,
      Optional<DroppingPort> dropping,
      Plan plan,
      InetSocketAddress nameServer) {
    this.authority = authority;
    this.server = server;
    this.dropping = dropping;
    this.plan = plan;
    this.nameServer = nameServer;
  }

  /**
   * Opens every stand-in; {@link #plan} points to them.
   *
   * @param planted the faults that it has
   * @throws PortsException if no port can be opened on loopback
   */
  public static DemoSite open(Plan plan, Set<DemoFaults> planted) throws PortsException {
    Authority authority = Authority.named("Rollcall demonstration");
    Map<Place, PortAssignment> placed = assignments(plan, planted, authority);
    List<PortAssignment> assignments = new ArrayList<>(placed.values());
    assignments.add(
        new PortAssignment(
            LOOPBACK,
            0,
            List.of(),
            List.of(),
            new Served("dns", VisitFacts.NONE, new NoSuchName()),
            Options.NONE));
    List<String> hosts = placed.keySet().stream().map(place -> place.target().host()).toList();
    StandInServer server =
        StandInServer.open(
            assignments,
            authority.issue(hosts.stream().distinct().toList()),
            Optional.empty(),
            StandInLimits.usual().withConnections(512, 256).withDatagrams(1000),
            visit -> {});
    Map<Place, Integer> ports = new LinkedHashMap<>();
    int next = 0;
    for (Place place : placed.keySet()) {
      ports.put(place, server.addresses().get(next++).getPort());
    }
    Optional<DroppingPort> dropping = dropping();
    Plan rerouted =
        new Plan(
            plan.catalogue(),
            plan.title(),
            plan.vantage(),
            plan.rules().stream()
                .map(rule -> rerouted(rule, fault(rule, planted), ports, dropping))
                .toList(),
            List.of());
    return new DemoSite(authority, server, dropping, rerouted, server.addresses().get(next));
  }

  /** The plan with every destination on this host. */
  public Plan plan() {
    return plan;
  }

  /** The root of the certificates. */
  public X509Certificate root() {
    return authority.root();
  }

  /** A name server that knows no name. */
  public InetSocketAddress nameServer() {
    return nameServer;
  }

  /** Whether this system can simulate a drop; if not, the port refuses connections. */
  public boolean drops() {
    return dropping.isPresent();
  }

  private static Map<Place, PortAssignment> assignments(
      Plan plan, Set<DemoFaults> planted, Authority authority) {
    Map<Place, PortAssignment> assignments = new LinkedHashMap<>();
    for (PlannedRule planned : plan.rules()) {
      Optional<DemoFaults> fault = fault(planned, planted);
      if (planned.work() instanceof Work.Probe work && fault.map(DemoSite::answers).orElse(true)) {
        for (Destination destination : work.destinations()) {
          Target target = destination.target();
          Options options =
              fault
                  .map(each -> options(each, List.of(target.host()), authority))
                  .orElse(Options.NONE);
          assignments.put(
              new Place(planned.rule().id(), target),
              assignment(planned, target, work.ask(), options));
        }
      }
    }
    return assignments;
  }

  private static Optional<DemoFaults> fault(PlannedRule planned, Set<DemoFaults> planted) {
    return DemoFaults.at(planned.rule().id()).filter(planted::contains);
  }

  private static boolean answers(DemoFaults fault) {
    return fault != DemoFaults.DROPPED && fault != DemoFaults.RETIRED;
  }

  private static <S extends Record> PortAssignment assignment(
      PlannedRule planned, Target target, Ask<S> ask, Options options) {
    return new PortAssignment(
        LOOPBACK,
        0,
        List.of(target.host()),
        List.of(planned.rule().id()),
        Served.of(ask.protocol(), target.port().transport(), List.of(ask.settings())),
        options);
  }

  private static Options options(DemoFaults fault, List<String> hosts, Authority authority) {
    Instant now = Instant.now();
    return switch (fault) {
      case WRONG_NAME ->
          Options.NONE.withCertificate(authority.issue(List.of("www.another-site.example")));
      case EXPIRED -> {
        StandInCertificate expired =
            authority.issue(hosts, now.minus(DAY.multipliedBy(400)), now.minus(DAY));
        yield Options.NONE.withCertificate(expired);
      }
      case SLOW -> Options.NONE.withDelay(SLOW);
      case DROPPED, RETIRED -> Options.NONE;
    };
  }

  private static Optional<DroppingPort> dropping() {
    try {
      return Optional.of(DroppingPort.open());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static PlannedRule rerouted(
      PlannedRule planned,
      Optional<DemoFaults> fault,
      Map<Place, Integer> ports,
      Optional<DroppingPort> dropping) {
    if (!(planned.work() instanceof Work.Probe work)) {
      return planned;
    }
    // Where a drop cannot be simulated, port 1 of loopback is used: it refuses.
    int dead = dropping.map(assignment -> assignment.address().getPort()).orElse(1);
    boolean gone = fault.filter(DemoFaults.RETIRED::equals).isPresent();
    List<Destination> destinations = new ArrayList<>();
    for (Destination destination : work.destinations()) {
      Target target = destination.target();
      int port = ports.getOrDefault(new Place(planned.rule().id(), target), dead);
      destinations.add(
          gone
              ? destination
              : new Destination(
                  target,
                  Optional.of(LOOPBACK),
                  Optional.of(new Port(port, target.port().transport())),
                  true));
    }
    return new PlannedRule(
        planned.rule(),
        new Work.Probe(work.ask(), destinations, Optional.empty(), Optional.empty()));
  }

  @Override
  public void close() {
    server.close();
    dropping.ifPresent(Quietly::close);
  }
}
