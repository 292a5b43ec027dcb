package dev.rollcall.engine;

import dev.rollcall.engine.guard.Task;
import dev.rollcall.engine.names.NameBook;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.plan.Ask;
import dev.rollcall.plan.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Gathers the evidence of one rule: names, routes, attempts, follow-ups. */
final class RuleRun {
  /** The most follow-ups of one route, as a server can ask for any number. */
  static final int FOLLOW_UPS = 8;

  private final Rule rule;
  private final Work.Probe work;
  private final RouteResolver routes;
  private final ExecutorService threads;
  private final Attempts attempts;
  private boolean begun;

  RuleRun(
      Rule rule,
      Work.Probe work,
      NameBook names,
      RouteResolver.Reach reach,
      ExecutorService threads,
      Attempts attempts) {
    this.rule = rule;
    this.work = work;
    this.routes = new RouteResolver(rule, work, names, reach, attempts.end());
    this.threads = threads;
    this.attempts = attempts;
  }

  /**
   * The findings of all routes.
   *
   * @param instead goes on if this thread is left behind
   */
  List<Finding> findings(Task.Instead<List<Finding>> instead) throws InterruptedException {
    if (attempts.stopped()) {
      return List.of();
    }
    begun = true;
    List<RouteResolver.Candidate> candidates = routes.candidates();
    if (candidates.size() == 1) {
      // A single one needs no thread of its own.
      RouteResolver.Candidate one = candidates.get(0);
      return List.of(
          orDefect(
              one, () -> finding(one, left -> instead.goOn(() -> List.of(orDefect(one, left))))));
    }
    List<Future<Finding>> pending = new ArrayList<>();
    for (RouteResolver.Candidate candidate : candidates) {
      pending.add(DefectEvidence.submit(threads, left -> finding(candidate, left)));
    }
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      findings.add(orDefect(candidates.get(i), pending.get(i)::get));
    }
    return findings;
  }

  /** The evidence, with the findings. */
  Evidence evidence(List<Finding> findings) throws InterruptedException {
    return begun
        ? new Evidence.Probed(routes.names(), findings, !attempts.stopped())
        : new Evidence.Probed(List.of(), findings, false);
  }

  private Finding orDefect(RouteResolver.Candidate candidate, Callable<Finding> finding)
      throws InterruptedException {
    try {
      return finding.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (ExecutionException e) {
      return defect(candidate, DefectEvidence.cause(e));
    } catch (Exception | Error e) {
      return defect(candidate, e);
    }
  }

  private Finding defect(RouteResolver.Candidate candidate, Throwable thrown) {
    return DefectEvidence.finding(candidate.route(), rule.protocol(), candidate.declared(), thrown);
  }

  private Finding finding(RouteResolver.Candidate candidate, Task.Instead<Finding> instead)
      throws InterruptedException {
    Route route = candidate.route();
    if (candidate.skipped().isPresent()) {
      return new Finding(
          route, rule.protocol(), candidate.declared(), candidate.skipped(), List.of(), List.of());
    }
    Attempts.Samples samples =
        attempts.samples(
            work.ask(),
            route,
            left ->
                instead.goOn(
                    () -> {
                      Attempts.Samples some = left.call();
                      return finding(candidate, some, unprobed(some.made()));
                    }));
    return finding(candidate, samples, follow(samples.made(), route));
  }

  private Finding finding(
      RouteResolver.Candidate candidate, Attempts.Samples samples, List<Finding.Linked> followUps) {
    return new Finding(
        candidate.route(),
        rule.protocol(),
        candidate.declared(),
        samples.waiting(),
        samples.made(),
        followUps);
  }

  /** The follow-ups of the first sample that has any. */
  private static List<FollowUp> wanted(List<Attempt> made) {
    return made.stream()
        .map(Attempt::followUps)
        .filter(asked -> !asked.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** What was asked for by samples after which a thread was left behind. */
  private static List<Finding.Linked> unprobed(List<Attempt> made) {
    return wanted(made).stream().map(one -> new Finding.Linked(one, Optional.empty())).toList();
  }

  /** The follow-ups, probed in parallel. */
  private List<Finding.Linked> follow(List<Attempt> made, Route route) throws InterruptedException {
    List<FollowUp> wanted = wanted(made);
    List<Future<Optional<Finding>>> pending = new ArrayList<>();
    for (FollowUp followUp : wanted.subList(0, Math.min(FOLLOW_UPS, wanted.size()))) {
      pending.add(DefectEvidence.submit(threads, instead -> follow(followUp, route, instead)));
    }
    List<Finding.Linked> linked = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      Optional<Finding> found = Optional.empty();
      if (i < pending.size()) {
        try {
          found = pending.get(i).get();
        } catch (ExecutionException e) {
          String protocol = wanted.get(i).protocol();
          found =
              Optional.of(DefectEvidence.finding(route, protocol, true, DefectEvidence.cause(e)));
        }
      }
      linked.add(new Finding.Linked(wanted.get(i), found));
    }
    return linked;
  }

  private Optional<Finding> follow(
      FollowUp followUp, Route first, Task.Instead<Optional<Finding>> instead)
      throws InterruptedException {
    Optional<Ask<?>> ask =
        followUp.protocol().equals(rule.protocol())
            ? Optional.of(work.ask())
            : attempts.ask(followUp);
    if (ask.isEmpty()) {
      return Optional.empty();
    }
    Optional<Route> route = routes.followed(followUp.target(), first);
    if (route.isEmpty()) {
      return Optional.empty();
    }
    Attempts.Samples samples =
        attempts.samples(
            ask.get(),
            route.get(),
            left -> instead.goOn(() -> followed(followUp, route.get(), left.call())));
    return followed(followUp, route.get(), samples);
  }

  private static Optional<Finding> followed(
      FollowUp followUp, Route route, Attempts.Samples samples) {
    return samples.made().isEmpty() && samples.waiting().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                route, followUp.protocol(), true, samples.waiting(), samples.made(), List.of()));
  }
}
