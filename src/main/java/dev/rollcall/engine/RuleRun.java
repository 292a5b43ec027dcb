package dev.rollcall.engine;

import dev.rollcall.engine.names.NameBook;
import dev.rollcall.model.Attempt;
import dev.rollcall.model.Endpoint;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Finding;
import dev.rollcall.model.FollowUp;
import dev.rollcall.model.NameEvidence;
import dev.rollcall.model.Route;
import dev.rollcall.model.Rule;
import dev.rollcall.model.Target;
import dev.rollcall.plan.Ask;
import dev.rollcall.plan.Destination;
import dev.rollcall.plan.Work;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Gathers the evidence of one rule: names, routes, attempts, follow-ups. */
final class RuleRun {
  private final Rule rule;
  private final Work.Probe work;
  private final NameBook names;
  private final ExecutorService threads;
  private final Attempts attempts;
  private final List<String> asked = new ArrayList<>();
  private final List<NameEvidence> services = new ArrayList<>();

  RuleRun(Rule rule, Work.Probe work, NameBook names, ExecutorService threads, Attempts attempts) {
    this.rule = rule;
    this.work = work;
    this.names = names;
    this.threads = threads;
    this.attempts = attempts;
  }

  /** One route to try. */
  private record Candidate(Route route, boolean declared) {}

  Evidence gather() throws InterruptedException {
    List<Future<Finding>> pending = new ArrayList<>();
    List<Candidate> candidates = candidates();
    for (Candidate candidate : candidates) {
      pending.add(threads.submit(() -> finding(candidate)));
    }
    List<Finding> findings = new ArrayList<>();
    boolean finished = true;
    for (int i = 0; i < pending.size(); i++) {
      Optional<Finding> found = result(pending.get(i));
      finished &= found.isPresent();
      findings.add(found.orElse(untried(candidates.get(i))));
    }
    List<NameEvidence> known = new ArrayList<>(services);
    for (String host : asked) {
      known.add(names.evidence(host));
    }
    return new Evidence.Probed(known, findings, finished && !attempts.stopped());
  }

  private Optional<Finding> result(Future<Finding> pending) throws InterruptedException {
    try {
      return Optional.of(pending.get());
    } catch (CancellationException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        return Optional.empty();
      }
      throw new IllegalStateException(rule.id(), e.getCause());
    }
  }

  private Finding untried(Candidate candidate) {
    return new Finding(
        candidate.route(),
        rule.protocol(),
        candidate.declared(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  private List<Candidate> candidates() throws InterruptedException {
    List<Candidate> candidates = new ArrayList<>();
    for (Destination destination : destinations()) {
      Target target = destination.target();
      if (work.proxy().isPresent()) {
        addresses(work.proxy().get().host()).stream()
            .findFirst()
            .map(address -> new Endpoint(work.proxy().get(), address))
            .map(proxy -> new Route.ViaProxy(target, proxy))
            .ifPresent(route -> candidates.add(new Candidate(route, destination.declared())));
        continue;
      }
      List<InetAddress> addresses =
          destination.address().isPresent()
              ? List.of(destination.address().get())
              : addresses(target.host());
      for (InetAddress address : addresses) {
        candidates.add(
            new Candidate(new Route.Direct(new Endpoint(target, address)), destination.declared()));
      }
    }
    return candidates;
  }

  private List<InetAddress> addresses(String host) throws InterruptedException {
    if (!asked.contains(host)) {
      asked.add(host);
    }
    return names.addresses(host);
  }

  private List<Destination> destinations() throws InterruptedException {
    List<Destination> all = new ArrayList<>(work.destinations());
    if (work.discovery().isPresent()) {
      NameBook.Services found = names.services(work.discovery().get().service());
      NameEvidence evidence = found.evidence();
      // With hosts of the site's own, a missing service record is evidence and no fault.
      services.add(
          all.isEmpty()
              ? evidence
              : new NameEvidence(
                  evidence.host(),
                  List.of(),
                  evidence.took(),
                  Optional.empty(),
                  evidence.servers()));
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

  private Finding finding(Candidate candidate) throws InterruptedException {
    if (candidate.route().dialled().address() instanceof Inet6Address
        && !attempts.hasRoute(candidate.route())) {
      return new Finding(
          candidate.route(),
          rule.protocol(),
          candidate.declared(),
          Optional.of("not tried: this host has no IPv6 route"),
          List.of(),
          List.of());
    }
    List<Attempt> made = attempts.samples(rule, work.ask(), candidate.route());
    List<Finding.Linked> linked = new ArrayList<>();
    if (!made.isEmpty()) {
      for (FollowUp followUp : made.get(0).followUps()) {
        linked.add(new Finding.Linked(followUp, follow(followUp, candidate.route())));
      }
    }
    return new Finding(
        candidate.route(), rule.protocol(), candidate.declared(), Optional.empty(), made, linked);
  }

  private Optional<Finding> follow(FollowUp followUp, Route first) throws InterruptedException {
    Optional<Ask<?>> ask =
        followUp.protocol().equals(rule.protocol())
            ? Optional.of(work.ask())
            : attempts.ask(rule, followUp);
    Target target = followUp.target();
    Optional<InetAddress> address =
        target.host().equals(first.target().host())
            ? Optional.of(first.dialled().address())
            : names.addresses(target.host()).stream().findFirst();
    if (ask.isEmpty() || address.isEmpty()) {
      return Optional.empty();
    }
    Route route = new Route.Direct(new Endpoint(target, address.get()));
    return Optional.of(
        new Finding(
            route,
            followUp.protocol(),
            true,
            Optional.empty(),
            attempts.samples(rule, ask.get(), route),
            List.of()));
  }
}
