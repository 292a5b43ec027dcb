package dev.rollcall.engine;

import dev.rollcall.engine.names.NameBook;
import dev.rollcall.model.Clue;
import dev.rollcall.model.Concern;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.NameEvidence;
import dev.rollcall.model.NameEvidence.ServerAnswer;
import dev.rollcall.model.NameEvidence.Status;
import dev.rollcall.model.Phase;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Recognises addresses that no destination can have, with which DNS filters answer. Rollcall does
 * not connect to them: this host or the name server would answer.
 */
final class Sinkholes {
  private final NameBook names;
  private final boolean external;
  private final CompletableFuture<Void> end;

  /**
   * @param external whether the destinations are public
   * @param end as for {@link NameBook}
   */
  Sinkholes(NameBook names, boolean external, CompletableFuture<Void> end) {
    this.names = names;
    this.external = external;
    this.end = end;
  }

  /** Why the address is not used; empty if it may be the destination's. */
  Optional<String> why(String host, InetAddress address) throws InterruptedException {
    if (address.isAnyLocalAddress() || (address.getAddress().length == 4 && first(address) == 0)) {
      return Optional.of("an address that no host has");
    }
    if (address.isLoopbackAddress()) {
      return external || said(host, address)
          ? Optional.of("an address of this host itself")
          : Optional.empty();
    }
    return external && names.isNameServer(address)
        ? Optional.of("the address of the name server itself")
        : Optional.empty();
  }

  private static byte first(InetAddress address) {
    return address.getAddress()[0];
  }

  /** An internal name may lead to this host, but only by its own hosts file. */
  private boolean said(String host, InetAddress address) throws InterruptedException {
    return names.evidence(host, end).stream()
        .flatMap(name -> name.servers().stream())
        .anyMatch(answer -> !answer.server().startsWith("127.") && gives(answer, address));
  }

  private static boolean gives(ServerAnswer answer, InetAddress address) {
    return answer.records().contains(address.getHostAddress());
  }

  /** The evidence of a name with such addresses: a fault if it has no others, else a concern. */
  NameEvidence judged(NameEvidence name) throws InterruptedException {
    List<InetAddress> nowhere = new ArrayList<>();
    String reason = "";
    for (InetAddress address : name.addresses()) {
      Optional<String> why = why(name.host(), address);
      if (why.isPresent()) {
        nowhere.add(address);
        reason = why.get();
      }
    }
    if (nowhere.isEmpty()) {
      return name;
    }
    String text =
        name.host()
            + " is answered with "
            + nowhere.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "))
            + ", "
            + reason
            + ", as DNS filters do for blocked names; Rollcall did not connect to it";
    boolean all = nowhere.size() == name.addresses().size();
    List<Concern> concerns = new ArrayList<>(name.concerns());
    if (!all) {
      concerns.add(new Concern(Concern.Kind.NAMES, text));
    }
    return new NameEvidence(
        name.host(),
        name.addresses(),
        name.took(),
        all
            ? Optional.of(
                new Fault(
                    Phase.RESOLVE,
                    FaultKind.NAME_NOT_FOUND,
                    text,
                    own(name) ? Clue.LOCAL_RESOLVER : Clue.SINKHOLE))
            : name.fault(),
        name.servers(),
        concerns);
  }

  /** Whether no name server gives the address: then it is from this host's hosts file. */
  private static boolean own(NameEvidence name) {
    List<ServerAnswer> answered =
        name.servers().stream().filter(answer -> answer.status() == Status.ANSWERED).toList();
    return !answered.isEmpty()
        && name.addresses().stream()
            .noneMatch(address -> answered.stream().anyMatch(answer -> gives(answer, address)));
  }
}
