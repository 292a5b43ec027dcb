package dev.rollcall.report.page.view;

import dev.rollcall.model.Past;
import dev.rollcall.model.Run;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.report.request.ChangeRequest;
import dev.rollcall.report.request.ChangeRequests;
import dev.rollcall.report.text.Matrix;
import dev.rollcall.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The whole page.
 *
 * @param title what was checked
 * @param version of the Rollcall that made the first run
 * @param runs at least one
 * @param matrix where there are several runs
 * @param requests the change requests, by team
 * @param groups what the filter offers: the vendor's tables, and below the owners
 * @param ticks of the scale that all bars share
 * @param phases of the bars, for the legend
 */
public record PageView(
    String title,
    String version,
    List<RunView> runs,
    Optional<MatrixView> matrix,
    List<RequestView> requests,
    List<CertificateView> certificates,
    List<CauseView> causes,
    List<String> groups,
    List<String> owners,
    List<String> ticks,
    List<String> phases) {
  public PageView {
    runs = List.copyOf(runs);
    requests = List.copyOf(requests);
    certificates = List.copyOf(certificates);
    causes = List.copyOf(causes);
    groups = List.copyOf(groups);
    owners = List.copyOf(owners);
    ticks = List.copyOf(ticks);
    phases = List.copyOf(phases);
  }

  /** Whether a bar has a mark for the usual time of its rule. */
  public boolean isMarked() {
    return runs.stream()
        .flatMap(run -> run.groups().stream())
        .flatMap(group -> group.rules().stream())
        .anyMatch(rule -> rule.bar().flatMap(Bar::usual).isPresent());
  }

  /**
   * The page of these runs. A pure function.
   *
   * @param runs at least one
   * @param past of the first, if it has a history
   */
  public static PageView of(List<Run> runs, Optional<Past> past) {
    TimeScale scale = TimeScale.of(runs);
    List<ChangeRequest.Section> sections = ChangeRequests.of(runs, false).sections();
    Set<Owner> asked =
        sections.stream().map(ChangeRequest.Section::team).collect(Collectors.toSet());
    List<String> names = Matrix.headings(runs);
    List<RuleViews> rules = new ArrayList<>();
    List<RunView> views = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Anchors anchors = Anchors.of(i, runs.size());
      Optional<Past> own = i == 0 ? past : Optional.empty();
      RuleViews makes = new RuleViews(runs.get(i), anchors, scale, own.map(Past::moments));
      rules.add(makes);
      views.add(
          RunViews.of(runs.get(i), names.get(i), anchors, makes, asked, own.flatMap(Past::drift)));
    }
    return new PageView(
        Printable.line(runs.get(0).origin().title()),
        Printable.line(runs.get(0).origin().version()),
        views,
        runs.size() == 1 ? Optional.empty() : Optional.of(MatrixView.of(runs, rules)),
        sections.stream().map(RequestView::of).toList(),
        CertificateView.of(runs, rules),
        CauseView.of(runs),
        views.stream()
            .flatMap(run -> run.groups().stream())
            .map(RunView.Group::title)
            .distinct()
            .toList(),
        owners(views),
        scale.ticks(),
        TimeScale.words());
  }

  private static List<String> owners(List<RunView> views) {
    TreeSet<String> owners = new TreeSet<>();
    for (RunView run : views) {
      for (RunView.Group group : run.groups()) {
        group.rules().stream().flatMap(rule -> rule.owners().stream()).forEach(owners::add);
      }
    }
    return List.copyOf(owners);
  }

  /** Where certificates stand on their line: the run, the notice, and a year. */
  public List<Integer> days() {
    return List.of(
        CertificateView.place(0),
        CertificateView.place(CertificateView.NOTICE_DAYS),
        CertificateView.place(90),
        CertificateView.place(180),
        CertificateView.place(365));
  }
}
