import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Says of PDFs whether they keep standards, with the library of veraPDF: a line of JSON for each file and flavour, in order.
 *
 * <p>Called as {@code VeraPdf LIST FLAVOUR...}, where LIST is a file that names a PDF on each line, and a flavour is {@code 3a}
 * or {@code ua1}. All in one process, since starting one takes longer than a file does.
 */
public final class VeraPdf {
  private static final int THREADS = 2;
  private static final int PLACES = 3;
  private static final int FAILURES_TOLD = 1000;

  private VeraPdf() {}

  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    VeraGreenfieldFoundryProvider.initialise();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<String>> lines = new ArrayList<>();
    for (String file : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
      for (int at = 1; at < arguments.length; at++) {
        PDFAFlavour flavour = PDFAFlavour.fromString(arguments[at]);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
          throw new IllegalArgumentException("no flavour: " + arguments[at]);
        }
        lines.add(threads.submit(() -> check(file, flavour)));
      }
    }
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    for (Future<String> line : lines) {
      out.println(line.get());
    }
    threads.shutdown();
  }

  private static String check(String file, PDFAFlavour flavour) {
    String head = "{\"file\":" + quote(file) + ",\"flavour\":" + quote(flavour.getId());
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, FAILURES_TOLD, false, false, false)) {
      ValidationResult result = validator.validate(parser);
      return head + ",\"compliant\":" + result.isCompliant() + ",\"checks\":" + result.getTotalAssertions()
          + ",\"failures\":[" + String.join(",", tellFailures(result)) + "]}";
    } catch (Throwable problem) { // whatever it stumbles on is a mistake of this file, and says nothing of the others
      return head + ",\"compliant\":false,\"checks\":0,\"failures\":[{\"clause\":\"\",\"test\":0,\"message\":"
          + quote(problem.toString()) + ",\"places\":[]}]}";
    }
  }

  private static List<String> tellFailures(ValidationResult result) {
    Map<RuleId, String> messages = new LinkedHashMap<>();
    Map<RuleId, List<String>> places = new LinkedHashMap<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() != TestAssertion.Status.FAILED) {
        continue;
      }
      messages.putIfAbsent(assertion.getRuleId(), assertion.getMessage());
      List<String> known = places.computeIfAbsent(assertion.getRuleId(), rule -> new ArrayList<>());
      if (known.size() < PLACES && assertion.getLocation() != null) {
        known.add(quote(assertion.getLocation().getContext()));
      }
    }
    List<String> failures = new ArrayList<>();
    messages.forEach(
        (rule, message) ->
            failures.add("{\"clause\":" + quote(rule.getClause()) + ",\"test\":" + rule.getTestNumber()
                + ",\"message\":" + quote(message) + ",\"places\":[" + String.join(",", places.get(rule)) + "]}"));
    return failures;
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char letter : String.valueOf(text).toCharArray()) {
      if (letter == '"' || letter == '\\') {
        quoted.append('\\').append(letter);
      } else if (letter < ' ') {
        quoted.append(String.format("\\u%04x", (int) letter));
      } else {
        quoted.append(letter);
      }
    }
    return quoted.append('"').toString();
  }
}
