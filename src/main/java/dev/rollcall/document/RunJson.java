package dev.rollcall.document;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import dev.rollcall.model.Drift;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.databind.util.StdConverter;

/** Maps the model's records to JSON and back; the model itself does not depend on JSON. */
public final class RunJson {
  /**
   * Writes every document, and reads those that may lack keys: lists, maps and optional values are
   * then empty.
   */
  static final JsonMapper SPARSE =
      builder()
          .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .withConfigOverride(List.class, RunJson::withoutNulls)
          .withConfigOverride(Map.class, RunJson::withoutNulls)
          .withConfigOverride(Optional.class, RunJson::withoutNulls)
          .build();

  private RunJson() {}

  /** Reads documents in which no key may be absent; made when the first one is read. */
  private static final class Strict {
    static final JsonMapper MAPPER = builder().build();
  }

  static JsonMapper strict() {
    return Strict.MAPPER;
  }

  /** The bytes and a line feed. */
  static byte[] ended(byte[] json) {
    byte[] whole = Arrays.copyOf(json, json.length + 1);
    whole[json.length] = '\n';
    return whole;
  }

  /** A record as an indented document. */
  public static byte[] bytes(Record document) {
    return SPARSE.writeValueAsBytes(document);
  }

  /**
   * A document of which keys may be absent, and none unknown. Throws unchecked if it is another
   * one.
   */
  public static <T extends Record> T sparse(byte[] document, Class<T> top) {
    return SPARSE.readValue(document, top);
  }

  private static void withoutNulls(MutableConfigOverride type) {
    type.setNullHandling(JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL));
  }

  private static JsonMapper.Builder builder() {
    return JsonMapper.builder(SafeJson.factory())
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .defaultPrettyPrinter(prettyPrinter())
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .withCoercionConfig(
            LogicalType.Textual,
            config ->
                config
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .addModule(new DocumentValues())
        .addMixIn(Drift.class, WithoutNews.class)
        .addMixIn(Evidence.class, EvidenceTypes.class)
        .addMixIn(Expectation.class, ExpectationTypes.class)
        .addMixIn(Expectation.Blocked.class, BlockedKinds.class)
        .addMixIn(Observation.class, ObservationTypes.class)
        .addMixIn(Outcome.class, OutcomeTypes.class)
        .addMixIn(LoginResult.class, LoginResultTypes.class)
        .addMixIn(Route.class, RouteTypes.class)
        .addMixIn(Rule.class, FlatRule.class);
  }

  /** Two spaces and a line feed on every platform. */
  private static DefaultPrettyPrinter prettyPrinter() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""))
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Evidence.Skipped.class, name = "skipped"),
    @JsonSubTypes.Type(value = Evidence.NotConfigured.class, name = "not-configured"),
    @JsonSubTypes.Type(value = Evidence.Probed.class, name = "probed"),
    @JsonSubTypes.Type(value = Evidence.Witnessed.class, name = "witnessed")
  })
  interface EvidenceTypes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Expectation.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = Expectation.Beside.class, name = "beside"),
    @JsonSubTypes.Type(value = Expectation.Blocked.class, name = "blocked")
  })
  interface ExpectationTypes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Observation.Fact.class, name = "fact"),
    @JsonSubTypes.Type(value = Observation.Tls.class, name = "tls"),
    @JsonSubTypes.Type(value = Observation.Clock.class, name = "clock"),
    @JsonSubTypes.Type(value = Observation.Note.class, name = "note")
  })
  interface ObservationTypes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Answered.class, name = "answered"),
    @JsonSubTypes.Type(value = Outcome.Undecided.class, name = "undecided"),
    @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed")
  })
  interface OutcomeTypes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = LoginResult.Proven.class, name = "proven"),
    @JsonSubTypes.Type(value = LoginResult.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = LoginResult.Untried.class, name = "untried")
  })
  interface LoginResultTypes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Route.Direct.class, name = "direct"),
    @JsonSubTypes.Type(value = Route.ViaProxy.class, name = "via-proxy"),
    @JsonSubTypes.Type(value = Route.Detour.class, name = "detour")
  })
  interface RouteTypes {}

  interface WithoutNews {
    @JsonIgnore
    boolean isNews();
  }

  interface BlockedKinds {
    @JsonSerialize(converter = Sorted.class)
    Set<FaultKind> kinds();
  }

  interface FlatRule {
    @JsonUnwrapped
    Rule.Judging judging();
  }

  /** Sorts sets, whose order differs in every process. */
  static final class Sorted extends StdConverter<Set<FaultKind>, SortedSet<FaultKind>> {
    @Override
    public SortedSet<FaultKind> convert(Set<FaultKind> kinds) {
      return new TreeSet<>(kinds);
    }
  }
}
