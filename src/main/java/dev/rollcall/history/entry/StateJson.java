package dev.rollcall.history.entry;

import dev.rollcall.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rule's state as JSON. */
public final class StateJson {
  private @Nullable Status status;
  private @Nullable String cause;
  private boolean rotating;
  private Map<String, List<String>> addresses = Map.of();
  private Map<String, List<RuleState.Leaf>> certificates = Map.of();
  private Map<String, List<String>> facts = Map.of();
  private @Nullable Duration connect;
  private @Nullable Duration answer;

  private StateJson() {}

  static void write(JsonOut out, RuleState state) {
    out.text("status", state.status().name());
    state.cause().ifPresent(cause -> out.text("cause", cause));
    if (state.rotating()) {
      out.flag("rotating", true);
    }
    out.map("addresses", state.addresses(), JsonOut::texts);
    out.map(
        "certificates",
        state.certificates(),
        (certificates, host, leaves) -> certificates.objects(host, leaves, StateJson::leaf));
    out.map("facts", state.facts(), JsonOut::texts);
    state.connect().ifPresent(connect -> out.duration("connect", connect));
    state.answer().ifPresent(answer -> out.duration("answer", answer));
  }

  private static void leaf(JsonOut out, RuleState.Leaf leaf) {
    out.text("fingerprint", leaf.fingerprint());
    out.text("issuer", leaf.issuer());
    out.text("key", leaf.key());
    out.texts("names", leaf.names());
    out.text("notAfter", leaf.notAfter().toString());
  }

  /** Missing keys are rejected by the record's constructor. */
  @SuppressWarnings("NullAway")
  static RuleState read(JsonIn in) {
    StateJson state = new StateJson();
    in.object(key -> state.member(in, key));
    return new RuleState(
        state.status,
        Optional.ofNullable(state.cause),
        state.rotating,
        state.addresses,
        state.certificates,
        state.facts,
        Optional.ofNullable(state.connect),
        Optional.ofNullable(state.answer));
  }

  private void member(JsonIn in, String key) {
    switch (key) {
      case "status" -> status = in.word(Status.class);
      case "cause" -> cause = in.text();
      case "rotating" -> rotating = in.flag();
      case "addresses" -> addresses = in.map(() -> in.list(in::address));
      case "certificates" -> certificates = in.map(() -> in.list(() -> new LeafIn().read(in)));
      case "facts" -> facts = in.map(() -> in.list(in::text));
      case "connect" -> connect = in.duration();
      case "answer" -> answer = in.duration();
      default -> in.skip();
    }
  }

  private static final class LeafIn {
    private @Nullable String fingerprint;
    private @Nullable String issuer;
    private @Nullable String key;
    private List<String> names = List.of();
    private @Nullable Instant notAfter;

    @SuppressWarnings("NullAway")
    RuleState.Leaf read(JsonIn in) {
      in.object(member -> member(in, member));
      return new RuleState.Leaf(fingerprint, issuer, key, names, notAfter);
    }

    private void member(JsonIn in, String member) {
      switch (member) {
        case "fingerprint" -> fingerprint = in.text();
        case "issuer" -> issuer = in.text();
        case "key" -> key = in.text();
        case "names" -> names = in.list(in::text);
        case "notAfter" -> notAfter = in.instant();
        default -> in.skip();
      }
    }
  }
}
