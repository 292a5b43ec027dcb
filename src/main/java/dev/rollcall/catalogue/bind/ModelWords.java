package dev.rollcall.catalogue.bind;

import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Severity;
import dev.rollcall.model.rule.Vantage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the names of the model's constants in files. */
public final class ModelWords {
  static final List<String> FAULTS = Arrays.stream(FaultKind.values()).map(Enum::name).toList();

  private final Readers readers;

  public ModelWords(Complaints complaints) {
    this.readers = new Readers(complaints);
  }

  public Optional<List<Vantage>> vantages(Node node, String key) {
    return readers.oneOrMore(this::vantage).apply(node, key);
  }

  private Optional<Vantage> vantage(Node node, String key) {
    return one(Vantage.values(), Vantage::word, node, key);
  }

  public Optional<Owner> owner(Node node, String key) {
    return one(Owner.values(), owner -> SettingKey.word(owner.name()), node, key);
  }

  public Optional<CertificatePolicy> certificate(Node node, String key) {
    return one(CertificatePolicy.values(), policy -> SettingKey.word(policy.name()), node, key);
  }

  public Optional<Severity> severity(Node node, String key) {
    return one(Severity.values(), severity -> SettingKey.word(severity.name()), node, key);
  }

  /** The constant that the node names, or an error that lists them all. */
  private <E extends Enum<E>> Optional<E> one(
      E[] constants, Function<E, String> word, Node node, String key) {
    return readers
        .word(Arrays.stream(constants).map(word).toList())
        .apply(node, key)
        .flatMap(
            text -> Arrays.stream(constants).filter(e -> word.apply(e).equals(text)).findFirst());
  }

  public Optional<FaultKind> fault(Node node, String key) {
    return readers.word(FAULTS).apply(node, key).map(FaultKind::valueOf);
  }

  /** {@code all}, {@code any}, or a number. */
  public Optional<AddressPolicy> addresses(Node node, String key) {
    String text = node instanceof Node.Scalar scalar ? scalar.text() : "";
    if (text.equals("all")) {
      return Optional.of(AddressPolicy.ALL);
    }
    if (text.equals("any")) {
      return Optional.of(AddressPolicy.ANY);
    }
    if (Readers.isNumber(text) && Integer.parseInt(text) >= 1) {
      return Optional.of(new AddressPolicy.AtLeast(Integer.parseInt(text)));
    }
    return readers.wrong(node, key, "all, any, or a number from 1", "");
  }
}
