// For the build in JavaScript, whose glue is Emscripten's own: embind makes its classes of errors when the
// module starts, by assigning to objects that inherit from Error.prototype. That throws where Error.prototype
// is frozen, as in hardened realms. Nothing here throws such errors, so plain ones will do.

addToLibrary({
  $extendError__deps: [],
  $extendError: (baseErrorType) => baseErrorType,
});
