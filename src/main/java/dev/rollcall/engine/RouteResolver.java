package dev.rollcall.engine;

import dev.rollcall.engine.names.NameBook;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.plan.Destination;
import dev.rollcall.plan.Work;
import dev.rollcall.probe.net.LocalNetwork;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Finds the addresses of one rule's destinations, and the routes to try. */
final class RouteResolver {
  /** Whether this host has a route to an address. Sends nothing. */
  @FunctionalInterface
  interface Reach {
    boolean hasRoute(InetAddress address);

    /** Whether this host has an IPv4 address that it can use. */
    default boolean hasIpv4() {
      return LocalNetwork.hasIpv4(this::hasRoute);
    }
  }

  /** The most addresses to try for one name. */
  static final int ADDRESSES = 16;

  private final Work.Probe work;
  private final NameBook names;
  private final Reach reach;
  private final boolean external;
  private final boolean blocked;
  private final CompletableFuture<Void> end;
  private final Sinkholes sinkholes;
  private final Set<String> asked = new LinkedHashSet<>();
  private final Set<String> beside = new LinkedHashSet<>();
  private final List<NameEvidence> services = new ArrayList<>();

  /**
   * @param end completes when waiting must stop
   */
  RouteResolver(
      Rule rule, Work.Probe work, NameBook names, Reach reach, CompletableFuture<Void> end) {
    this.work = work;
    this.names = names;
    this.reach = reach;
    this.external = rule.judging().external();
    this.blocked = rule.judging().expectation() instanceof Expectation.Blocked;
    this.end = end;
    this.sinkholes = new Sinkholes(names, external, end);
  }

  /**
   * One route, to try or to skip.
   *
   * @param declared as {@link Destination#declared}
   * @param skipped why it is skipped, if it is
   */
  record Candidate(Route route, boolean declared, Optional<String> skipped) {}

  List<Candidate> candidates() throws InterruptedException {
    List<Destination> destinations = destinations();
    if (work.proxy().isPresent()) {
      return throughProxy(destinations, work.proxy().get());
    }
    // All lookups start before the first is waited for.
    for (Destination destination : destinations) {
      if (destination.address().isEmpty()) {
        asked.add(destination.target().host());
        names.begin(destination.target().host());
      }
    }
    if (external && !asked.isEmpty()) {
      names.beginInvented();
    }
    List<Candidate> candidates = new ArrayList<>();
    for (Destination destination : destinations) {
      List<InetAddress> addresses =
          destination.address().isPresent()
              ? List.of(destination.address().get())
              : names.addresses(destination.target().host(), end);
      candidates.addAll(direct(destination, addresses));
    }
    return candidates;
  }

  private List<Candidate> throughProxy(List<Destination> destinations, Target proxy)
      throws InterruptedException {
    asked.add(proxy.host());
    Optional<InetAddress> address = best(names.addresses(proxy.host(), end));
    return address.isEmpty()
        ? List.of()
        : destinations.stream()
            .map(
                destination ->
                    new Candidate(
                        new Route.ViaProxy(
                            destination.target(), new Endpoint(proxy, address.get())),
                        destination.declared(),
                        Optional.empty()))
            .toList();
  }

  private List<Candidate> direct(Destination destination, List<InetAddress> addresses)
      throws InterruptedException {
    List<InetAddress> tried = first(addresses);
    List<Candidate> candidates = new ArrayList<>();
    for (InetAddress address : tried) {
      Optional<String> skipped = sinkhole(destination, address);
      boolean lone = addresses.size() == 1 && !blocked;
      if (skipped.isEmpty() && !lone && !reach.hasRoute(address) && hasChoice(addresses, address)) {
        skipped =
            Optional.of(
                "not tried: this host has no "
                    + (address instanceof Inet6Address ? "IPv6" : "IPv4")
                    + " route");
      }
      candidates.add(candidate(destination, address, skipped));
    }
    addresses.stream()
        .filter(address -> !tried.contains(address))
        .findFirst()
        .map(
            address ->
                candidate(
                    destination,
                    address,
                    Optional.of(
                        "not tried, like the other addresses of this name: "
                            + tried.size()
                            + " of its "
                            + addresses.size()
                            + " addresses are enough")))
        .ifPresent(candidates::add);
    return candidates;
  }

  /**
   * Whether an address without a route may be left out: clients pass over it (RFC 6724 §6, rule 1).
   * Without a choice, the attempt itself shows that no packet can leave. For IPv6 an IPv4 address
   * is enough, as most hosts have IPv4 alone; for IPv4 the host must have IPv6 alone and a route
   * for an IPv6 address, as with NAT64 (RFC 6146). For a path that must be blocked, an attempt that
   * cannot leave would prove nothing.
   */
  private boolean hasChoice(List<InetAddress> addresses, InetAddress address) {
    boolean six = address instanceof Inet6Address;
    return (six && blocked)
        || addresses.stream()
            .filter(other -> other instanceof Inet6Address != six)
            .anyMatch(other -> six || (reach.hasRoute(other) && !reach.hasIpv4()));
  }

  private Optional<String> sinkhole(Destination destination, InetAddress address)
      throws InterruptedException {
    return destination.address().isPresent()
        ? Optional.empty()
        : sinkholes.why(destination.target().host(), address).map(why -> "not tried: " + why);
  }

  private static Candidate candidate(
      Destination destination, InetAddress address, Optional<String> skipped) {
    return new Candidate(destination.route(address), destination.declared(), skipped);
  }

  /** The first addresses up to the limit, half of them of each family if both have enough. */
  private static List<InetAddress> first(List<InetAddress> addresses) {
    if (addresses.size() <= ADDRESSES) {
      return addresses;
    }
    Set<InetAddress> chosen = new LinkedHashSet<>();
    Stream.of(true, false)
        .flatMap(
            six ->
                addresses.stream()
                    .filter(address -> address instanceof Inet6Address == six)
                    .limit(ADDRESSES / 2))
        .forEach(chosen::add);
    addresses.stream().filter(a -> chosen.size() < ADDRESSES).forEach(chosen::add);
    return addresses.stream().filter(chosen::contains).toList();
  }

  private Optional<InetAddress> best(List<InetAddress> addresses) {
    return addresses.stream()
        .filter(reach::hasRoute)
        .findFirst()
        .or(() -> addresses.stream().findFirst());
  }

  /** The declared destinations, and further ones from the service record. */
  private List<Destination> destinations() throws InterruptedException {
    List<Destination> all = new ArrayList<>(work.destinations());
    if (work.discovery().isPresent()) {
      NameBook.Services found = names.services(work.discovery().get().service(), end);
      // If the site file names hosts, a missing service record is evidence, not a fault.
      services.add(all.isEmpty() ? found.evidence() : withoutFault(found.evidence()));
      for (String host : found.targets()) {
        boolean known = all.stream().anyMatch(d -> d.target().host().equalsIgnoreCase(host));
        if (!known) {
          Target target = new Target(host, work.discovery().get().port());
          all.add(new Destination(target, Optional.empty(), false));
        }
      }
    }
    return all;
  }

  /** The route of a follow-up: the same address for the same host, else the other host's own. */
  Optional<Route> followed(Target target, Route first) throws InterruptedException {
    if (first instanceof Route.ViaProxy via) {
      return Optional.of(new Route.ViaProxy(target, via.dialled()));
    }
    if (target.host().equalsIgnoreCase(first.target().host())) {
      return Optional.of(new Route.Direct(new Endpoint(target, first.dialled().address())));
    }
    synchronized (beside) {
      beside.add(target.host());
    }
    List<InetAddress> real = new ArrayList<>();
    for (InetAddress address : names.addresses(target.host(), end)) {
      if (sinkholes.why(target.host(), address).isEmpty()) {
        real.add(address);
      }
    }
    return best(real).map(address -> new Route.Direct(new Endpoint(target, address)));
  }

  /** The evidence of all names that were looked up. */
  List<NameEvidence> names() throws InterruptedException {
    List<NameEvidence> known = new ArrayList<>(services);
    for (String host : asked) {
      Optional<NameEvidence> evidence = names.evidence(host, end);
      if (evidence.isPresent()) {
        boolean proxy = work.proxy().filter(p -> p.host().equals(host)).isPresent();
        known.add(proxy ? asTheProxys(evidence.get()) : doubted(sinkholes.judged(evidence.get())));
      }
    }
    synchronized (beside) {
      for (String host : beside) {
        if (!asked.contains(host)) {
          // A follow-up that could not be made is reported by itself.
          names.evidence(host, end).map(RouteResolver::withoutFault).ifPresent(known::add);
        }
      }
    }
    return known;
  }

  /** Adds a concern if names that cannot exist get an answer as well. */
  private NameEvidence doubted(NameEvidence found) throws InterruptedException {
    List<InetAddress> invented = external ? names.invented(end) : List.of();
    if (invented.isEmpty() || found.addresses().isEmpty()) {
      return found;
    }
    boolean same = found.addresses().stream().anyMatch(invented::contains);
    String text =
        "a name that cannot exist is answered with "
            + invented.get(0).getHostAddress()
            + (same ? ", as is " : ", so that it is not certain what answers for ")
            + found.host();
    List<Concern> concerns = new ArrayList<>(found.concerns());
    concerns.add(new Concern(Concern.Kind.NAMES, text));
    return new NameEvidence(
        found.host(), found.addresses(), found.took(), found.fault(), found.servers(), concerns);
  }

  /** A proxy that cannot be found is a fault of the proxy, not of the destination's name. */
  private static NameEvidence asTheProxys(NameEvidence found) {
    return with(
        found,
        found
            .fault()
            .map(
                f ->
                    new Fault(
                        Phase.PROXY, f.kind(), "the proxy's name: " + f.evidence(), f.clue())));
  }

  private static NameEvidence withoutFault(NameEvidence found) {
    return with(found, Optional.empty());
  }

  private static NameEvidence with(NameEvidence found, Optional<Fault> fault) {
    return new NameEvidence(
        found.host(), found.addresses(), found.took(), fault, found.servers(), found.concerns());
  }
}
